import { type RawBuilder, sql } from "kysely";
import { isLost } from "./link/change.ts";
import type { Database } from "./opening/connect.ts";
import { isoTime } from "./times.ts";

/** What waits for its time: each is taken up by somebody else. */
export const queues = [
  "links",
  "linkErrands",
  "rooms",
  "calls",
  "videos",
  "pages",
  "warnings",
  "owed",
] as const;
export type Queue = (typeof queues)[number];

/** Unix ms. `latestMs`: of what is due, what became so last. `nextMs`: when the next will be. */
export type DueTime = { latestMs: number | undefined; nextMs: number | undefined };
export type DueTimes = { [queue in Queue]: DueTime };

/** The tables that hold such times. */
export const queueTables: ReadonlySet<string> = new Set([
  "links",
  "leftovers",
  "conversations",
  "after_calls",
  "videos",
  "landing_pages",
  "warnings",
  "owed",
]);

type Row = { queue: Queue; latest: string | null; next: string | null };
type Source = {
  queue: Queue;
  from: string;
  at: RawBuilder<unknown>;
  where: RawBuilder<unknown>;
};

/**
 * Where times stand; what they mean is known to those who claim it. Each `where` is that of an index, so that nothing is read
 * but what waits.
 */
const sources: readonly Source[] = [
  {
    queue: "links",
    from: "links",
    at: sql`case when lease_until > next_attempt_at and not ${isLost} then lease_until else next_attempt_at end`,
    where: sql`next_attempt_at is not null and gone_at is null`,
  },
  {
    queue: "linkErrands",
    from: "links",
    at: sql`surplus_check_at`,
    where: sql`surplus_check_at is not null`,
  },
  {
    queue: "linkErrands",
    from: "links",
    at: sql`tell_lease_until`,
    where: sql`told_at is null and tell_lease_until is not null`,
  },
  {
    queue: "linkErrands",
    from: "links",
    at: sql`coalesce(next_attempt_at, gone_at)`,
    where: sql`remove_remote = 1 and gone_at is not null`,
  },
  { queue: "linkErrands", from: "leftovers", at: sql`due_at`, where: sql`true` },
  { queue: "rooms", from: "conversations", at: sql`look_at`, where: sql`look_at is not null` },
  { queue: "calls", from: "after_calls", at: sql`look_at`, where: sql`look_at is not null` },
  { queue: "videos", from: "videos", at: sql`next_look_at`, where: sql`next_look_at is not null` },
  { queue: "videos", from: "videos", at: sql`post_due_at`, where: sql`post_due_at is not null` },
  { queue: "pages", from: "landing_pages", at: sql`look_at`, where: sql`look_at is not null` },
  { queue: "warnings", from: "warnings", at: sql`due_at`, where: sql`due_at is not null` },
  { queue: "warnings", from: "warnings", at: sql`thread_due_at`, where: sql`thread_due_at is not null` },
  // Whether it still holds is looked at again and again.
  { queue: "warnings", from: "warnings", at: sql`first_at`, where: sql`fixed_at is null` },
  { queue: "owed", from: "owed", at: sql`tell_at`, where: sql`true` },
];

/** Reads, in one statement, of every queue whether something is due and when the next will be: all that an idle bot asks. */
export async function readDueTimes({ kysely, now }: Pick<Database, "kysely" | "now">): Promise<DueTimes> {
  const at = isoTime(now());
  const parts = sources.map(
    (source) => sql`select ${sql.lit(source.queue)} as queue,
      (select max(${source.at}) from ${sql.table(source.from)} where ${source.where} and ${source.at} <= ${at}) as latest,
      (select min(${source.at}) from ${sql.table(source.from)} where ${source.where} and ${source.at} > ${at}) as next`,
  );
  const { rows } = await sql<Row>`${sql.join(parts, sql` union all `)}`.execute(kysely);
  const ofQueue = (queue: Queue): DueTime => {
    const some = rows.filter((row) => row.queue === queue);
    return {
      latestMs: extreme(
        Math.max,
        some.map(({ latest }) => latest),
      ),
      nextMs: extreme(
        Math.min,
        some.map(({ next }) => next),
      ),
    };
  };
  return Object.fromEntries(queues.map((queue) => [queue, ofQueue(queue)])) as DueTimes;
}

function extreme(pick: (...times: number[]) => number, times: (string | null)[]): number | undefined {
  const known = times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return known.length > 0 ? pick(...known) : undefined;
}
