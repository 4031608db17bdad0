import { type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { LinkState, PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import { dueAgain } from "./persona-store.ts";

/** `failed` without those that somebody has unlinked by hand, which are counted apart. */
export type LinkCounts = { [link in LinkState | "unlinked"]: number };

export type WaitingPersonas = ReturnType<typeof createWaitingPersonas>;

/** How a team's personas stand as a whole. */
export function createWaitingPersonas(database: Database) {
  const { kysely } = database;

  return {
    async countByLink(tenantId: string): Promise<LinkCounts> {
      const counts = { linked: 0, pending: 0, failed: 0, missing: 0, unlinked: 0 };
      const [rows, unlinked] = await Promise.all([
        countsOf(database, tenantId).execute(),
        unlinkedOf(database, tenantId).executeTakeFirst(),
      ]);
      for (const row of rows) counts[row.link] = Number(row.count);
      counts.unlinked = Number(unlinked?.count ?? 0);
      counts.failed -= counts.unlinked;
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

/** Read in the index of failures. */
function unlinkedOf({ kysely }: Database, tenantId: string) {
  return kysely
    .selectFrom("personas")
    .select(sql<number>`count(*)`.as("count"))
    .where("tenant_id", "=", tenantId)
    .where("failure_kind", "=", "unlinked")
    .where("link", "=", "failed")
    .where("deleted_at", "is", null);
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
