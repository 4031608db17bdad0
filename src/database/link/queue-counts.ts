import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

/**
 * Links of one kind in one state: `running` (a request is under way), `due`, `later`, or without a next attempt `pending` (it waits
 * for people), `failed`, `missing`. What is linked and has nothing to do is not counted.
 */
export type QueueCount = { kind: string; state: string; count: number };

/** Reads what is in the queue, or needs people, and nothing else. */
export async function countQueue({
  kysely,
  now,
  engine,
}: Pick<Database, "kysely" | "now" | "engine">): Promise<QueueCount[]> {
  // SQLite keeps no count of what an index holds, and would read all that is linked.
  const unlinked = engine === "sqlite" ? sql`links indexed by links_not_linked` : sql`links`;
  const nowIso = isoTime(now());
  const { rows } = await sql<QueueCount>`
    select subject_kind as kind, state, count(*) as count from (
      select subject_kind, case when lease_until > ${nowIso} then 'running'
        when next_attempt_at <= ${nowIso} then 'due' else 'later' end as state
      from links where next_attempt_at is not null and gone_at is null
      union all
      select subject_kind, state from ${unlinked}
      where gone_at is null and state <> 'linked' and next_attempt_at is null
    ) as each_link group by subject_kind, state`.execute(kysely);
  return rows;
}
