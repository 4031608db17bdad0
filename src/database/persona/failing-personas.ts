import { type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";

/** What keeps personas waiting; with `words`, only those that Tavus refused in these very words. */
export type Failing = { cause: string; words: string | null };

export type FailingPersona = Pick<PersonaRow, "id" | "name" | "created_by" | "failed_at">;

export type FailingPersonas = ReturnType<typeof createFailingPersonas>;

/** Personas that are not in Tavus, or not in step with it, for one and the same cause. */
export function createFailingPersonas(database: Database) {
  const { kysely } = database;
  const matches = ({ cause, words }: Failing) => sql<SqlBool>`failure_kind = ${cause} and deleted_at is null
    and (link <> 'linked' or pushed_revision < revision)
    and (${words === null ? 1 : 0} = 1 or failure_words = ${words ?? ""})`;

  return {
    /** Newest first. */
    list(tenantId: string, failing: Failing, limit: number): Promise<FailingPersona[]> {
      return kysely
        .selectFrom("personas")
        .select(["id", "name", "created_by", "failed_at"])
        .where("tenant_id", "=", tenantId)
        .where(matches(failing))
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
    },

    async count(tenantId: string, failing: Failing): Promise<number> {
      const row = await kysely
        .selectFrom("personas")
        .select((select) => select.fn.countAll().as("count"))
        .where("tenant_id", "=", tenantId)
        .where(matches(failing))
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    /** Retry for all of them: due now as if for the first time. What is gone in Tavus is left to people. */
    async makeDue(tenantId: string, failing: Failing): Promise<number> {
      const now = isoTime(database.now());
      const result = await kysely
        .updateTable("personas")
        .set({
          link: sql`case when link = 'failed' then 'pending' else link end`,
          unsettled_since: now,
          tries: 0,
          next_attempt_at: now,
          told_at: null,
          tell_lease_until: null,
        })
        .where("tenant_id", "=", tenantId)
        .where("link", "<>", "missing")
        .where(matches(failing))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
