import { expect, test } from "vitest";
import { createDraftStore } from "../../../src/database/team/draft-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "discord:1";

forEachEngine((_engine, open) => {
  test.each([
    ["small ones", 60, 10, 50],
    ["ones with a file", 14, 100_000, 9],
    ["ones too large by themselves", 3, 1_200_000, 1],
  ])("of %s the newest are kept, and everybody else's", async (_what, saved, bytes, kept) => {
    let nowMs = 0;
    const database = await open({ clock: () => nowMs });
    const drafts = createDraftStore(database);
    const draft = { userId: "u1", command: "persona-create", values: { prompt: "x".repeat(bytes) } };
    await drafts.save(tenant, { ...draft, formId: "another person's", userId: "u2" });
    await drafts.save("slack:T1", { ...draft, formId: "another team's" });

    for (let count = 0; count < saved; count += 1) {
      nowMs += 1000;
      await drafts.save(tenant, { ...draft, formId: `f${count}` });
    }

    await drafts.pruned();

    const rows = await database.kysely.selectFrom("drafts").select("form_id").orderBy("created_at").execute();
    const newest = Array.from({ length: kept }, (_, index) => `f${saved - kept + index}`);
    const others = ["another person's", "another team's"];
    expect(rows.map((row) => row.form_id).sort()).toEqual([...others, ...newest].sort());
  });
});
