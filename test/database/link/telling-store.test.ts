import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant, userId } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import type { FlatRow } from "../../support/personas/persona-rows.ts";
import { storeRows } from "../../support/personas/stored-personas.ts";
import { at, openAttempt } from "./open-attempt.ts";

const untilTheyReturn = "9999-12-31T23:59:59.999Z";

forEachEngine((_engine, open) => {
  test("who was told is not owed; who takes no messages is told on return", async () => {
    const { links, key, read } = await openAttempt(open, { link: "failed" });

    await links.tellOnReturn(key);
    expect(await read()).toMatchObject({ told_at: null, tell_lease_until: untilTheyReturn });

    await links.allTold([{ key }]);
    await links.tellOnReturn(key);
    expect(await read()).toMatchObject({ told_at: at(0), tell_lease_until: null });

    await links.oweAgain(key);
    expect(await read()).toMatchObject({ told_at: null, tell_lease_until: at(60_000) });
    await links.tellOnReturn(key);
    expect(await read()).toMatchObject({ told_at: null, tell_lease_until: untilTheyReturn });
  });

  test("that people of many teams were told is noted at once, each team's own personas alone", async () => {
    const database = await open();
    const ids = ["per_a", "per_b"];
    const rows = [tenant, otherTenant].flatMap((tenant_id) =>
      ids.map((id) => aStoredPersona({ tenant_id, id, form_id: id, link: "failed", told_at: null })),
    );
    await storeRows(database, rows);

    await linksOfPersonas(database).allTold([
      { key: { tenantId: tenant, id: "per_a" } },
      { key: { tenantId: otherTenant, id: "per_b" } },
      { key: { tenantId: tenant, id: "per_gone" } },
    ]);

    const told = await database.kysely
      .selectFrom("links")
      .select(["tenant_id", "subject_id"])
      .where("told_at", "is not", null)
      .orderBy("subject_id")
      .execute();
    expect(told).toEqual([
      { tenant_id: tenant, subject_id: "per_a" },
      { tenant_id: otherTenant, subject_id: "per_b" },
    ]);
  });

  test.each<[since: string, row: Partial<FlatRow>, isTold: boolean]>([
    ["nothing", {}, true],
    ["it was edited", { revision: 3, next_attempt_at: at(0) }, false],
    ["it was edited, and that was sent", { revision: 3, pushed_revision: 3 }, false],
    ["it was to be sent anew", { pushed_revision: 0, next_attempt_at: at(0) }, false],
    ["it was made due", { link: "pending", next_attempt_at: at(0) }, false],
    ["it was tried again", { link: "failed", attempt: 8 }, false],
    ["they are told on their return", { link: "pending", tell_lease_until: untilTheyReturn }, true],
  ])("what was told is noted of what was told alone: since then %s", async (_since, row, isTold) => {
    const told = {
      link: "linked",
      revision: 2,
      pushed_revision: 2,
      attempt: 7,
      next_attempt_at: null,
    } as const;
    const { links, key, read } = await openAttempt(open, { ...told, ...row });

    await links.allTold([{ key: { ...key, revision: 2, attempt: 7 } }]);

    expect((await read()).told_at !== null).toBe(isTold);
  });

  test("a person is owed their own news in their own team, a few at a time", async () => {
    const database = await open();
    const owed = { link: "failed", tell_lease_until: untilTheyReturn } as const;
    const theirs = [1, 2, 3].map(() => aStoredPersona(owed));
    await storeRows(database, [
      ...theirs,
      aStoredPersona({ ...owed, created_by: "u2" }),
      aStoredPersona({ ...owed, told_at: at(0) }),
      aStoredPersona({ ...owed, tenant_id: otherTenant }),
    ]);
    const links = linksOfPersonas(database);

    expect((await links.owedTo(tenant, userId, 10)).sort()).toEqual(theirs.map(({ id }) => id).sort());
    expect(await links.owedTo(tenant, userId, 2)).toHaveLength(2);
    expect(await links.owedTo(otherTenant, userId, 10)).toHaveLength(1);
  });
});
