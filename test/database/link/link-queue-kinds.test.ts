import { expect, test } from "vitest";
import { createLinkQueue } from "../../../src/database/link/link-queue.ts";
import type { LinkRow } from "../../../src/database/link/link-row.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aLinkRow, tenant } from "../../support/personas/persona-builders.ts";
import { at, nowMs } from "./open-attempt.ts";
import { opening } from "./open-queue.ts";

async function openQueue(open: OpenDatabase, rows: readonly LinkRow[]) {
  const database = await open({ clock: () => nowMs });
  await database.kysely.insertInto("links").values(rows).execute();
  return createLinkQueue(database, ["room", "persona"]);
}

const room = (members: Partial<LinkRow> = {}) => aLinkRow({ subject_kind: "room", ...members });

forEachEngine((_engine, open) => {
  test("the more urgent kind comes first, then what is due longest", async () => {
    const longest = aLinkRow({ next_attempt_at: at(-3000) });
    const urgent = room({ next_attempt_at: at(-1000) });
    const queue = await openQueue(open, [aLinkRow({ next_attempt_at: at(-2000) }), longest, urgent]);

    const opened = await queue.openAttempts(tenant, opening);

    expect(opened.map(({ id }) => id).sort()).toEqual([longest.subject_id, urgent.subject_id].sort());
  });

  test("two at a time are two of all kinds together", async () => {
    const out = { lease_until: at(5000), outcome_unknown: 1, next_attempt_at: at(5000) };
    const queue = await openQueue(open, [room(out), aLinkRow(), aLinkRow()]);

    expect(await queue.openAttempts(tenant, opening)).toHaveLength(1);
    expect(await queue.openAttempts(tenant, opening)).toEqual([]);
  });

  test("links of the same id are opened apart, and those of a kind nobody works for not at all", async () => {
    const one = aLinkRow();
    const queue = await openQueue(open, [one, { ...one, subject_kind: "room" }]);
    const opened = await queue.openAttempts(tenant, opening);
    const strangers = await openQueue(open, [aLinkRow({ subject_kind: "unheard of" })]);

    expect(opened.map(({ kind }) => kind).sort()).toEqual(["persona", "room"]);
    expect(await strangers.dueTenants(false, 10)).toEqual([]);
    expect(await strangers.openAttempts(tenant, opening)).toEqual([]);
  });
});
