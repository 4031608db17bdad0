import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { readFlat, readFlatRow } from "../../support/personas/persona-rows.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { at, nowMs } from "./open-attempt.ts";

const later = { next_attempt_at: at(99_000), tries: 7 };

forEachEngine((_engine, open) => {
  test("what waits becomes due, what needs a change first does not", async () => {
    const database = await open({ clock: () => nowMs });
    await storeRows(database, [
      aStoredPersona({ name: "waiting", ...later }),
      aStoredPersona({ name: "given up", link: "failed", failure_kind: "timedOut" }),
      aLinkedRow({ name: "behind", revision: 2, ...later }),
      aStoredPersona({ name: "refused", link: "failed", failure_kind: "rejected", ...later }),
      aStoredPersona({ name: "unlinked", link: "failed", failure_kind: "unlinked", ...later }),
      aStoredPersona({ name: "missing", link: "missing", ...later }),
      aLinkedRow({ name: "in step" }),
      aStoredPersona({ name: "theirs", tenant_id: otherTenant, ...later }),
    ]);

    const count = await linksOfPersonas(database).makeWaitingDue(tenant);

    const due = (await readFlat(database)).filter((row) => row.next_attempt_at === at(0));
    expect(count).toBe(3);
    expect(
      due.map(({ name, link }) => ({ name, link })).sort((a, b) => a.name.localeCompare(b.name)),
    ).toEqual([
      { name: "behind", link: "linked" },
      { name: "given up", link: "pending" },
      { name: "waiting", link: "pending" },
    ]);
  });

  test.each([
    ["pending", { link: "pending" }, true],
    ["failed", { link: "failed", next_attempt_at: null }, true],
    ["linked, with an edit to push", { link: "linked", revision: 2, pushed_revision: 1 }, true],
    ["linked and in step", { link: "linked", pushed_revision: 1, next_attempt_at: null }, false],
    ["deleted", { link: "pending", deleted_at: at(0) }, false],
  ] as const)("Retry of one that is %s makes it due: %#", async (_state, members, isDue) => {
    const database = await open({ clock: () => nowMs });
    const row = aStoredPersona({ ...members, tries: 4 });
    await storeRows(database, [row]);

    expect(await linksOfPersonas(database).makeDue({ tenantId: tenant, id: row.id })).toBe(isDue);

    const dueNow = { ...row, link: row.link === "failed" ? "pending" : row.link, tries: 0 };
    const expected = isDue ? { ...dueNow, next_attempt_at: at(0), unsettled_since: at(0) } : row;
    expect(await readFlatRow(database, row)).toEqual(expected);
  });
});
