import { sql } from "kysely";
import { longestLeaseMs, surplusDelayMs, tellingMs } from "./link/change.ts";
import type { Database } from "./opening/connect.ts";
import type { Tables } from "./tables.ts";
import { afterAllTimes, isoTime } from "./times.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Rule = { furthestMs: number; insteadMs: number };
type Rules = { [Table in keyof Tables]?: { [Column in keyof Tables[Table]]?: Rule } };

const leaseOf = (ms: number): Rule => ({ furthestMs: ms, insteadMs: ms });
const dueAfter = (furthestMs: number): Rule => ({ furthestMs, insteadMs: 0 });
/** Nobody knows how long its message may have stood: the platform may not know it any more. */
const mayHaveStood: Rule = { furthestMs: minuteMs, insteadMs: -hourMs };

/**
 * Every time that is written ahead of now and waited for, and every past one that a later one is compared with: how far
 * ahead it can lie while the clock goes on, and what takes its place where it lies further. A lease becomes a whole one,
 * since whoever holds it may be at work; what only waits is due.
 */
const rules: Rules = {
  links: {
    lease_until: leaseOf(longestLeaseMs),
    next_attempt_at: dueAfter(80 * minuteMs),
    surplus_check_at: { furthestMs: 20 * minuteMs, insteadMs: surplusDelayMs },
    tell_lease_until: { furthestMs: 10 * minuteMs, insteadMs: tellingMs },
    failed_at: { furthestMs: minuteMs, insteadMs: -minuteMs },
    written_at: dueAfter(minuteMs),
  },
  videos: {
    next_look_at: dueAfter(20 * minuteMs),
    followed_since: { furthestMs: minuteMs, insteadMs: 0 },
    post_due_at: dueAfter(20 * minuteMs),
    post_started_at: mayHaveStood,
  },
  owed: { tell_at: dueAfter(10 * minuteMs) },
  after_calls: { look_at: dueAfter(20 * minuteMs) },
  forgotten: { begun_at: dueAfter(minuteMs), ended_at: dueAfter(minuteMs) },
  leftovers: { due_at: dueAfter(20 * minuteMs) },
  // No call is longer than an hour; what ends later than that is to be ended now.
  conversations: {
    look_at: dueAfter(20 * minuteMs),
    ends_at: dueAfter(2 * hourMs),
    opened_at: dueAfter(minuteMs),
    said_at: dueAfter(minuteMs),
  },
  landing_pages: {
    look_at: dueAfter(40 * minuteMs),
    opened_at: dueAfter(minuteMs),
    ended_at: dueAfter(minuteMs),
  },
  tenants: { queue_paused_until: dueAfter(20 * minuteMs), look_until: leaseOf(30 * secondMs) },
  sync_runs: { lease_until: leaseOf(15 * secondMs) },
  // A week is the longest that a team can choose.
  tenant_settings: { next_sync_at: dueAfter(169 * hourMs) },
  warnings: {
    lease_until: dueAfter(20 * minuteMs),
    due_at: dueAfter(20 * minuteMs),
    last_at: dueAfter(minuteMs),
    thread_due_at: dueAfter(20 * minuteMs),
    thread_began_at: mayHaveStood,
  },
  installations: { renewing_until: leaseOf(30 * secondMs) },
};

/**
 * The same of processes that share a database: one that has died holds nothing, and counts as dead, as soon as it would by the clock
 * that was.
 */
const rulesOfProcesses: Rules = {
  instances: { beat_at: dueAfter(minuteMs) },
  gates: { held_until: leaseOf(longestLeaseMs) },
  discord_seats: { beat_at: dueAfter(minuteMs) },
  discord_shards: { held_until: leaseOf(longestLeaseMs), wanted_until: leaseOf(longestLeaseMs) },
};

/** After the clock was set back, what was written before lies far ahead; nobody shall wait for that. */
export async function bringTimesBack({ kysely, engine, now }: Database): Promise<void> {
  const nowMs = now();
  // SQLite has one process, which pays nothing for others.
  const all = engine === "postgres" ? { ...rules, ...rulesOfProcesses } : rules;
  for (const [table, columns] of Object.entries(all)) {
    const places = Object.entries(columns).map(([column, { furthestMs, insteadMs }]) => {
      const name = sql.ref(column);
      const isAhead = sql`${name} > ${isoTime(nowMs + furthestMs)} and ${name} < ${afterAllTimes}`;
      const mended = sql`${name} = case when ${isAhead} then ${isoTime(nowMs + insteadMs)} else ${name} end`;
      return { isAhead: sql`(${isAhead})`, mended };
    });
    const set = sql.join(places.map(({ mended }) => mended));
    const where = sql.join(
      places.map(({ isAhead }) => isAhead),
      sql` or `,
    );
    await sql`update ${sql.table(table)} set ${set} where ${where}`.execute(kysely);
  }
}
