import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

const hourMs = 3_600_000;

export type AutoSyncStore = ReturnType<typeof createAutoSyncStore>;

/** When each team's next automatic sync is due. */
export function createAutoSyncStore(database: Database) {
  const { kysely } = database;

  return {
    /** Teams whose sync is due, longest overdue first; each is handed to one process only, and is due again later. */
    async claimDue(limit: number): Promise<string[]> {
      const nowMs = database.now();
      const due = await kysely
        .selectFrom("tenant_settings as s")
        .select(["s.tenant_id", "s.sync_hours", "s.next_sync_at"])
        .where("s.next_sync_at", "<=", isoTime(nowMs))
        .where(database.serves("s.tenant_id"))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("tenants as t")
                .select("t.tenant_id")
                .whereRef("t.tenant_id", "=", "s.tenant_id")
                .where("t.left_at", "is not", null),
            ),
          ),
        )
        .orderBy("s.next_sync_at")
        .limit(limit)
        .execute();
      const claimed: string[] = [];
      for (const { tenant_id, sync_hours, next_sync_at } of due) {
        const result = await kysely
          .updateTable("tenant_settings")
          .set({ next_sync_at: sync_hours === null ? null : isoTime(nowMs + sync_hours * hourMs) })
          .where("tenant_id", "=", tenant_id)
          // Another process was quicker, or the team has just changed it.
          .where("next_sync_at", "=", next_sync_at)
          .executeTakeFirst();
        if (result.numUpdatedRows > 0n && sync_hours !== null) claimed.push(tenant_id);
      }
      return claimed;
    },
  };
}
