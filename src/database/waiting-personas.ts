import { type SqlBool, sql } from "kysely";
import type { Database } from "./connect.ts";
import { dueAgain } from "./persona-store.ts";
import type { LinkState, PersonaRow } from "./tables.ts";
import { isoTime } from "./times.ts";

export type LinkCounts = { [link in LinkState]: number };

export type WaitingPersonas = ReturnType<typeof createWaitingPersonas>;

/** How a team's personas stand as a whole. */
export function createWaitingPersonas(database: Database) {
  const { kysely } = database;

  return {
    async countByLink(tenantId: string): Promise<LinkCounts> {
      const counts = { linked: 0, pending: 0, failed: 0, missing: 0 };
      for (const row of await countsOf(database, tenantId).execute()) counts[row.link] = row.count;
      return counts;
    },

    /** The one that has waited longest to be created in Tavus. */
    oldest(tenantId: string): Promise<PersonaRow | undefined> {
      return oldestOf(database, tenantId).executeTakeFirst();
    },

    /**
     * Retry for everything that waits for its turn or was given up: due now as if for the first time. What Tavus
     * refused needs a change first, and what somebody unlinked is left as it is. Returns how many.
     */
    async makeDue(tenantId: string): Promise<number> {
      const result = await kysely
        .updateTable("personas")
        .set(dueAgain(isoTime(database.now())))
        .where("tenant_id", "=", tenantId)
        .where("deleted_at", "is", null)
        .where(
          sql<SqlBool>`(link = 'pending' or (link = 'linked' and pushed_revision < revision)
            or (link = 'failed' and failure_kind not in ('rejected', 'unlinked')))`,
        )
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}

/** Read in the index of links alone: the rows, which hold long texts, are not touched. */
export function countsOf({ kysely }: Database, tenantId: string) {
  return kysely
    .selectFrom("personas")
    .select(["link", sql<number>`count(*)`.as("count")])
    .where("tenant_id", "=", tenantId)
    .where("deleted_at", "is", null)
    .groupBy("link");
}

export function oldestOf({ kysely }: Database, tenantId: string) {
  return kysely
    .selectFrom("personas")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("deleted_at", "is", null)
    .where("link", "=", "pending")
    .orderBy("created_at")
    .orderBy("id")
    .limit(1);
}
