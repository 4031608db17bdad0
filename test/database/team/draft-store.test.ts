import { expect, test } from "vitest";
import { createDraftStore } from "../../../src/database/team/draft-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "discord:1";
const other = "slack:T1";
const draft = {
  formId: "f1",
  userId: "u1",
  command: "persona-create",
  values: { name: "Ada", traits: ["calm"] },
};

forEachEngine((_engine, open) => {
  test("a draft comes back with every character as typed", async () => {
    const drafts = createDraftStore(await open());
    const values = { name: "\u0000 ‮ \ud800 😀 '\";--", list: ["a", 1, null], deep: { yes: true } };

    await drafts.save(tenant, { ...draft, values });

    expect(await drafts.find(tenant, "f1")).toEqual({
      ...draft,
      values,
    });
  });

  test("saving again replaces the values", async () => {
    const drafts = createDraftStore(await open());
    await drafts.save(tenant, draft);

    await drafts.save(tenant, { ...draft, values: { name: "Bob" } });

    expect(await drafts.find(tenant, "f1")).toMatchObject({ values: { name: "Bob" } });
  });

  test("a team neither sees, replaces nor removes another team's draft", async () => {
    const drafts = createDraftStore(await open());
    await drafts.save(tenant, draft);

    expect(await drafts.find(other, "f1")).toBeUndefined();
    await drafts.save(other, { ...draft, values: { name: "theirs" } });
    await drafts.remove(other, "f1");

    expect(await drafts.find(tenant, "f1")).toMatchObject({ values: draft.values });
  });

  test("a removed draft is gone", async () => {
    const drafts = createDraftStore(await open());
    await drafts.save(tenant, draft);

    await drafts.remove(tenant, "f1");

    expect(await drafts.find(tenant, "f1")).toBeUndefined();
  });

  test("purging removes the oldest first, a limited number at a time, and spares the young", async () => {
    let now = 0;
    const drafts = createDraftStore(await open({ clock: () => now }));
    for (const formId of ["oldest", "old", "young"]) {
      now += 1000;
      await drafts.save(tenant, { ...draft, formId });
    }

    expect(await drafts.purgeOlderThan(3000, 1)).toBe(1);
    expect(await drafts.find(tenant, "oldest")).toBeUndefined();
    expect(await drafts.find(tenant, "old")).toBeDefined();
    expect(await drafts.purgeOlderThan(3000, 10)).toBe(1);
    expect(await drafts.find(tenant, "young")).toBeDefined();
  });
});
