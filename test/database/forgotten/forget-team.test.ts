import { expect, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import { createDeliveryStore } from "../../../src/database/team/delivery-store.ts";
import { createDraftStore } from "../../../src/database/team/draft-store.ts";
import { createOwedStore } from "../../../src/database/team/owed-store.ts";
import { createTenantLifeStore } from "../../../src/database/team/tenant-life-store.ts";
import { teamTables } from "../../../src/database/team-tables.ts";
import { TeamForgottenError } from "../../../src/errors.ts";
import { writePromise, writeReply } from "../../../src/owed/stored-reply.ts";
import { asWork, notePromise } from "../../../src/work.ts";
import { forEachEngine } from "../../support/databases.ts";

const team = "slack:T1";

forEachEngine((engine, open) => {
  test("work begun before a team was forgotten writes nothing of it; what begins later, and another team's, does", async () => {
    const clock = { nowMs: Date.UTC(2026, 10, 22) };
    const database = await open({ clock: () => clock.nowMs });
    const deliveries = createDeliveryStore(database);
    const beganMs = clock.nowMs;
    clock.nowMs += 1000;
    await createForgottenTeams(database).forget(team);
    clock.nowMs += 1000;

    const late = asWork(beganMs, () => deliveries.reserve(team, "d1"));
    await expect(late).rejects.toThrow(TeamForgottenError);

    expect(await asWork(beganMs, () => deliveries.reserve("slack:T2", "d1"))).toBe(true);
    expect(await asWork(clock.nowMs, () => deliveries.reserve(team, "d1"))).toBe(true);
  });

  test("as long as a team's rows are being deleted none is taken, and a process that died in it is taken over", async () => {
    const clock = { nowMs: Date.UTC(2026, 10, 22) };
    const database = await open({ clock: () => clock.nowMs });
    const forgotten = createForgottenTeams(database);
    const drafts = createDraftStore(database);
    const begun_at = new Date(clock.nowMs).toISOString();
    await database.kysely
      .insertInto("forgotten")
      .values({ tenant_id: team, begun_at, ended_at: null })
      .execute();
    const draft = { formId: "f1", userId: "U1", command: "persona-create", values: {} };

    await expect(drafts.save(team, draft)).rejects.toThrow(TeamForgottenError);
    expect(await forgotten.wasForgotten(team)).toBe(true);
    const soon = await forgotten.listUnfinished(9);
    clock.nowMs += 61_000;
    const later = await forgotten.listUnfinished(9);
    await forgotten.forget(team);
    clock.nowMs += 1000;

    expect([soon, later]).toEqual([[], [team]]);
    expect(await forgotten.listUnfinished(9)).toEqual([]);
    await asWork(clock.nowMs, () => drafts.save(team, draft));
  });

  test("who has a team forgotten is promised that they hear of it until they do; what else anybody is owed goes", async () => {
    const clock = { nowMs: Date.UTC(2026, 10, 22) };
    const database = await open({ clock: () => clock.nowMs });
    const owed = createOwedStore(database);
    const answer = (deliveryId: string, members: object = {}) => ({
      ...{ tenantId: team, deliveryId, userId: "U1" },
      replyJson: writePromise({ tone: "warning", title: "Not known", ...members }),
    });
    const typed = { files: [{ name: "form.txt", text: "Typed." }] };
    const told = { ...answer("told"), replyJson: writeReply({ tone: "success", title: '"isPromise":true' }) };
    const left = async () =>
      (await database.kysely.selectFrom("owed").select("delivery_id").execute()).map(
        (row) => row.delivery_id,
      );
    const oweAll = async () => {
      for (const one of [answer("pressed"), answer("other"), answer("typed", typed), told])
        await owed.owe(one, 90_000);
      await owed.oweOnReturn(answer("unheard"));
    };
    const forgotten = createForgottenTeams(database);

    await oweAll();
    await asWork(clock.nowMs, async () => {
      notePromise({ tenantId: team, deliveryId: "pressed" });
      await forgotten.forget(team);
    });
    expect(await left()).toEqual(["pressed"]);

    await oweAll();
    const begun_at = new Date(clock.nowMs).toISOString();
    await database.kysely.updateTable("forgotten").set({ begun_at, ended_at: null }).execute();
    clock.nowMs += 61_000;
    await forgotten.forgetUnfinished(team);
    expect((await left()).sort()).toEqual(["other", "pressed"]);

    const life = createTenantLifeStore(database);
    await asWork(clock.nowMs + 1, () => life.arrived(team));
    await life.left(team, "absent");
    clock.nowMs += 1000;
    await forgotten.forgetLeft(team, clock.nowMs);
    expect(await left()).toEqual([]);
  });

  test("no table of a team is written to in a way that does not show whose row it is", async () => {
    const { kysely } = await open();

    for (const [table, about] of Object.entries(teamTables)) {
      const insertion = kysely
        .withTables<{ [name: string]: { other: string } }>()
        .insertInto(table)
        .values({ other: "x" });
      if (!("outlives" in about)) expect(() => insertion.compile(), table).toThrow("does not show whose");
    }
  });

  if (engine === "sqlite") return; // one writer at a time, so none is ever halfway

  test("a row that is halfway in another process when a team is forgotten goes too", async () => {
    const database = await open();
    const halfway = await database.kysely.transaction().execute(async (transaction) => {
      const inserted = createDeliveryStore({ ...database, kysely: transaction });
      await asWork(database.now(), () => inserted.reserve(team, "d1"));
      const forgetting = createForgottenTeams(database).forget(team);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { forgetting };
    });
    await halfway.forgetting;

    expect(await database.kysely.selectFrom("deliveries").selectAll().execute()).toEqual([]);
  });
});
