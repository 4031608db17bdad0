import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import { noFailure, rowUpdates } from "./outcome-columns.ts";

/** What happened to the Tavus persona of one that was deleted here. */
export type RemovedFromTavus = "kept" | "deleted" | "alreadyGone";

/**
 * Tombstones: rows of deleted personas, whose form id and Tavus id stay so that nothing brings them back. `link` is
 * `missing` when Tavus has it no more, with the failure `notFound` when it was gone there before.
 */
export function createRemovals(database: Database) {
  const { kysely, engine } = database;
  const now = () => isoTime(database.now());
  const { ofPersona } = rowUpdates(database);
  const emptied = (at: string) => ({ deleted_at: at, told_at: at, description: "", prompt: "", context: "" });

  return {
    async removed(tenantId: string, id: string, tavus: RemovedFromTavus = "kept"): Promise<void> {
      const gone = { link: "missing" as const, ...noFailure };
      await ofPersona(tenantId, id)
        .set({
          ...emptied(now()),
          next_attempt_at: null,
          lease_until: null,
          ...(tavus === "kept" ? {} : gone),
          ...(tavus === "alreadyGone" ? { failure_kind: "notFound" } : {}),
        })
        .where("deleted_at", "is", null)
        .execute();
    },

    /** Deleted while nobody knows whether Tavus has made it: what turns out to be there is to be deleted too. */
    async removedUnsettled(tenantId: string, id: string): Promise<void> {
      await ofPersona(tenantId, id)
        .set({ ...emptied(now()), next_attempt_at: null, delete_in_tavus: 1 })
        .where("deleted_at", "is", null)
        .execute();
    },

    /**
     * Such tombstones whose attempt has ended or died, put off by `againInMs` so that a dead process costs only that. None
     * of a team that the bot was removed from.
     */
    claimRemovals(limit: number, againInMs: number): Promise<PersonaRow[]> {
      const at = now();
      const due = sql`
        select tenant_id, id from personas
        where delete_in_tavus = 1 and deleted_at is not null
          and (lease_until is null or lease_until <= ${at})
          and (next_attempt_at is null or next_attempt_at <= ${at})
          and not exists (select 1 from tenants t where t.tenant_id = personas.tenant_id and t.left_at is not null)
        order by deleted_at limit ${limit} ${engine === "postgres" ? sql`for update skip locked` : sql``}`;
      return kysely
        .with("due", () => sql<Pick<PersonaRow, "tenant_id" | "id">>`(${due})`)
        .updateTable("personas")
        .set({ next_attempt_at: isoTime(database.now() + againInMs) })
        .where(sql<boolean>`(tenant_id, id) in (select tenant_id, id from due)`)
        .returningAll()
        .execute();
    },

    /** Nothing was found, but a lost request may still finish: to be searched for again. */
    async removalPostponed(tenantId: string, id: string, untilMs: number): Promise<void> {
      await ofPersona(tenantId, id)
        .set({ next_attempt_at: isoTime(untilMs) })
        .execute();
    },

    /** What was to be deleted in Tavus is gone there, or was never there. */
    async removalEnded(tenantId: string, id: string, how: "deleted" | "neverThere"): Promise<void> {
      await ofPersona(tenantId, id)
        .set({
          ...noFailure,
          link: how === "deleted" ? "missing" : "failed",
          delete_in_tavus: 0,
          must_look: 0,
          lease_until: null,
          next_attempt_at: null,
        })
        .execute();
    },

    /** The tombstone with this id or Tavus id; of several records of one Tavus id there is only one at a time. */
    findRemoved(tenantId: string, id: string): Promise<PersonaRow | undefined> {
      return kysely
        .selectFrom("personas")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("deleted_at", "is not", null)
        .where((where) => where.or([where("id", "=", id), where("tavus_persona_id", "=", id)]))
        .executeTakeFirst();
    },

    /** What was deleted here only may be linked again by hand: its tombstone lets go of the Tavus id. */
    async releaseDeleted(tenantId: string, tavusPersonaId: string): Promise<void> {
      await kysely
        .updateTable("personas")
        .set({ tavus_persona_id: null })
        .where("tenant_id", "=", tenantId)
        .where("tavus_persona_id", "=", tavusPersonaId)
        .where("deleted_at", "is not", null)
        .execute();
    },
  };
}
