import { expect, test } from "vitest";
import { type Queue, queues, readDueTimes } from "../../src/database/due-times.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { isoTime, untilTheyReturn } from "../../src/database/times.ts";
import { forEachEngine } from "../support/databases.ts";

const nowMs = Date.parse("2026-11-28T12:00:00.000Z");
const overdue = isoTime(nowMs - 5000);
const due = isoTime(nowMs - 1000);
const soon = isoTime(nowMs + 2000);
const later = isoTime(nowMs + 60_000);

type Given = { [column: string]: string | number | null };

/** What stands in a row, whose it is, and when it counts as due. */
const rows: [string, Queue, string, Given, string | undefined][] = [
  ["something to send", "links", "links", { next_attempt_at: due }, due],
  ["the end of a lease", "links", "links", { next_attempt_at: due, lease_until: soon }, soon],
  ["what a deleted record left", "links", "links", { next_attempt_at: due, gone_at: due }, undefined],
  ["what waits for people", "links", "links", { next_attempt_at: null }, undefined],
  ["leftovers of a lost answer", "linkErrands", "links", { surplus_check_at: soon }, soon],
  ["somebody who was not told", "linkErrands", "links", { tell_lease_until: due }, due],
  ["somebody who was told", "linkErrands", "links", { tell_lease_until: due, told_at: overdue }, undefined],
  ["a removal", "linkErrands", "links", { remove_remote: 1, gone_at: due }, due],
  [
    "a removal that was put off",
    "linkErrands",
    "links",
    { remove_remote: 1, gone_at: overdue, next_attempt_at: soon },
    soon,
  ],
  ["what a forgotten team left", "linkErrands", "leftovers", { due_at: later }, later],
  ["a room", "rooms", "conversations", { look_at: soon }, soon],
  ["a room that is over", "rooms", "conversations", { look_at: null }, undefined],
  ["what follows a call", "calls", "after_calls", { look_at: due }, due],
  ["a video", "videos", "videos", { next_look_at: due }, due],
  ["a video's link", "videos", "videos", { post_due_at: soon }, soon],
  ["a warning", "warnings", "warnings", { due_at: soon, fixed_at: overdue, first_at: overdue }, soon],
  ["a warning that may be over", "warnings", "warnings", { due_at: null, first_at: due }, due],
  ["a thread below a warning", "warnings", "warnings", { thread_due_at: due, fixed_at: overdue }, due],
  ["a page outside", "pages", "landing_pages", { look_at: soon }, soon],
  ["an answer that is owed", "owed", "owed", { tell_at: due }, due],
];

/** A row with something in every column that must have it. */
async function write({ kysely }: Database, table: string, given: Given): Promise<void> {
  const tables = await kysely.introspection.getTables();
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  const filler = columns.flatMap(({ name, dataType, isNullable, hasDefaultValue }) =>
    isNullable || hasDefaultValue ? [] : [[name, fill(name, /int/i.test(dataType))]],
  );
  await kysely
    .insertInto(table as "owed")
    .values({ ...Object.fromEntries(filler), ...given } as never)
    .execute();
}

function fill(name: string, isNumber: boolean): string | number {
  if (isNumber) return 0;
  return name.endsWith("_at") ? overdue : name === "state" ? "pending" : "x";
}

forEachEngine((_engine, open) => {
  test.each(rows)("%s is seen", async (_what, queue, table, given, at) => {
    const database = await open({ clock: () => nowMs });
    await write(database, table, given);

    const { [queue]: seen, ...others } = await readDueTimes(database);

    const atMs = at === undefined ? undefined : Date.parse(at);
    const isDue = atMs !== undefined && atMs <= nowMs;
    expect(seen).toEqual({ latestMs: isDue ? atMs : undefined, nextMs: isDue ? undefined : atMs });
    expect(Object.values(others)).toEqual(
      queues.slice(1).map(() => ({ latestMs: undefined, nextMs: undefined })),
    );
  });

  test("of several the last that became due and the next that will be; who waits for a command is neither", async () => {
    const database = await open({ clock: () => nowMs });
    for (const [index, tell_at] of [overdue, due, soon, later, untilTheyReturn].entries())
      await write(database, "owed", { tell_at, delivery_id: `${index}` });

    const { owed } = await readDueTimes(database);

    expect(owed).toEqual({ latestMs: Date.parse(due), nextMs: Date.parse(soon) });
  });
});
