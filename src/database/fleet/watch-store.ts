import { type SqlBool, sql } from "kysely";
import type { LinkKey } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { isoTime } from "../times.ts";

export type WatchStore = ReturnType<typeof createWatchStore>;

/** In which process somebody waits to hear how a link of this kind ends: it is the one to tell the person. */
export function createWatchStore(database: Database, instance: string, kind: string) {
  const { kysely } = database;
  return {
    instance,

    /** This process watches it for so long at least, in the place of any other. */
    async watch({ tenantId, id }: LinkKey, forMs: number): Promise<void> {
      const until = isoTime(database.now() + forMs);
      await kysely
        .updateTable("links")
        .set({
          watched_until: sql`case when watched_by = ${instance} and watched_until > ${until}
            then watched_until else ${until} end`,
          watched_by: instance,
        })
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("subject_id", "=", id)
        .modifyEnd(repeatable)
        .execute();
    },

    /** Those that this process watches and that have come to rest, of which nobody has been told yet. */
    async settled(limit: number): Promise<LinkKey[]> {
      const rows = await kysely
        .selectFrom("links")
        .select(["tenant_id", "subject_id"])
        .where("watched_by", "=", instance)
        .where("subject_kind", "=", kind)
        .where("watched_until", ">", isoTime(database.now()))
        .where("told_at", "is", null)
        .where("gone_at", "is", null)
        .where(
          sql<SqlBool>`(state in ('failed', 'missing')
            or state = 'linked' and (pushed_revision >= revision or next_attempt_at is null))`,
        )
        .limit(limit)
        .execute();
      return rows.map((row) => ({ tenantId: row.tenant_id, id: row.subject_id }));
    },
  };
}

/** This process watches nothing any more, of whatever kind. */
export async function endWatches({ kysely }: Database, instance: string): Promise<void> {
  await kysely
    .updateTable("links")
    .set({ watched_by: null, watched_until: null })
    .where("watched_by", "=", instance)
    .execute();
}
