import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { isFree } from "./change.ts";

/**
 * How long the link that has waited longest for the queue has been due, in milliseconds; 0 where nothing is. What waits
 * for people, for the pause of its team or for the end of a lease is not due; nor, here, what another process serves.
 */
export async function longestDueMs(database: Pick<Database, "kysely" | "now" | "serves">): Promise<number> {
  const nowMs = database.now();
  const now = isoTime(nowMs);
  const row = await database.kysely
    .selectFrom("links")
    .select(({ fn }) => fn.min("links.next_attempt_at").as("since"))
    .where("links.next_attempt_at", "<=", now)
    .where(isFree(nowMs))
    .where("links.gone_at", "is", null)
    .where(database.serves("links.tenant_id"))
    .where(
      sql<boolean>`not exists (select 1 from tenants t where t.tenant_id = links.tenant_id
        and (t.queue_paused_until > ${now} or t.left_at is not null))`,
    )
    .executeTakeFirst();
  return row?.since ? nowMs - Date.parse(row.since) : 0;
}
