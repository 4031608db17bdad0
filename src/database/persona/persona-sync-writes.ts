import { type RawBuilder, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import type { PersonaContent } from "./persona-store.ts";
import { type ImportedPersona, importPersonas } from "./persona-sync-imports.ts";

/** What a reading found; kept only if nothing was written meanwhile. `differs` is "" when nothing does. */
export type ReadingMark = {
  id: string;
  tavusPersonaId: string;
  base: string;
  differs: string;
  revision: number;
  pushedRevision: number;
};

type Seen = Pick<PersonaRow, "id" | "revision" | "tavus_persona_id">;

const noFailure = { failure_kind: null, failure_words: null, failure_incident: null, failed_at: null };

export type PersonaSyncWrites = ReturnType<typeof createPersonaSyncWrites>;

/** What a sync writes. Many rows are one statement. */
export function createPersonaSyncWrites(database: Database) {
  const { kysely, engine } = database;
  const now = () => isoTime(database.now());
  const itemsOf = (rows: readonly object[]): RawBuilder<unknown> =>
    engine === "sqlite"
      ? sql`json_each(${JSON.stringify(rows)}) as item`
      : sql`json_array_elements(${JSON.stringify(rows)}::json) as item(value)`;
  const row = (tenantId: string, id: string) =>
    kysely
      .updateTable("personas")
      .where("tenant_id", "=", tenantId)
      .where("id", "=", id)
      .where("deleted_at", "is", null);

  return {
    /** Rows of Tavus personas that have none here; returns the ids of those that were written. */
    async importAll(
      tenantId: string,
      personas: readonly ImportedPersona[],
      importedBy: string,
    ): Promise<Set<string>> {
      if (personas.length === 0) return new Set();
      return importPersonas(database, personas, { tenantId, importedBy });
    },

    /** The reading becomes what the next one is compared with; a missing one that was read is linked again. */
    async markReadings(tenantId: string, marks: readonly ReadingMark[]): Promise<void> {
      if (marks.length === 0) return;
      const at = now();
      await sql`
        update personas set base = nullif(item.value ->> 'base', ''), differs = nullif(item.value ->> 'differs', ''),
          failure_kind = case when link = 'missing' then null else failure_kind end,
          failed_at = case when link = 'missing' then null else failed_at end,
          next_attempt_at = case when link = 'missing' and revision > pushed_revision then ${at} else next_attempt_at end,
          link = 'linked'
        from ${itemsOf(marks)}
        where personas.tenant_id = ${tenantId} and personas.id = item.value ->> 'id'
          and personas.deleted_at is null and personas.link in ('linked', 'missing')
          and personas.tavus_persona_id = item.value ->> 'tavusPersonaId'
          and personas.revision = cast(item.value ->> 'revision' as integer)
          and personas.pushed_revision = cast(item.value ->> 'pushedRevision' as integer)`.execute(kysely);
    },

    /** Tavus has said that it does not know this persona. False: it was changed here meanwhile. */
    async markMissing(tenantId: string, id: string, tavusPersonaId: string): Promise<boolean> {
      const result = await row(tenantId, id)
        .set({
          ...noFailure,
          failure_kind: "notFound",
          failed_at: now(),
          link: "missing",
          next_attempt_at: null,
          differs: null,
        })
        .where("tavus_persona_id", "=", tavusPersonaId)
        .where("link", "=", "linked")
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** All that is not linked and that nobody is at becomes due, as if for the first time. Returns how many. */
    async makeUnlinkedDue(tenantId: string): Promise<number> {
      const at = now();
      const result = await kysely
        .updateTable("personas")
        .set({ link: "pending", unsettled_since: at, tries: 0, next_attempt_at: at })
        .where("tenant_id", "=", tenantId)
        .where("link", "in", ["pending", "failed"])
        .where("tavus_persona_id", "is", null)
        .where("deleted_at", "is", null)
        .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", at)]))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Tavus is to hold what is here, whatever it holds now. Without an id: all that differ. Returns how many. */
    async keepOurs(tenantId: string, id?: string): Promise<number> {
      const at = now();
      const differing = kysely
        .updateTable("personas")
        .set({ pushed_revision: 0, differs: null, unsettled_since: at, tries: 0, next_attempt_at: at })
        .where("tenant_id", "=", tenantId)
        .where("link", "=", "linked")
        .where("deleted_at", "is", null);
      const result = await (id === undefined
        ? differing.where("differs", "is not", null)
        : differing.where("id", "=", id)
      ).executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Takes over what Tavus holds. False: it was changed here meanwhile, or somebody is talking to Tavus about it. */
    async keepTheirs(
      tenantId: string,
      seen: Seen,
      { content, base }: { content: Partial<PersonaContent>; base: string },
    ): Promise<boolean> {
      const at = now();
      const result = await row(tenantId, seen.id)
        .set({
          ...content,
          ...noFailure,
          form_digest: "",
          revision: seen.revision + 1,
          pushed_revision: seen.revision + 1,
          base,
          differs: null,
          next_attempt_at: null,
          updated_at: at,
        })
        .where("revision", "=", seen.revision)
        .where("tavus_persona_id", "=", seen.tavus_persona_id)
        .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", at)]))
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Forgets the Tavus persona that is gone. `isDue`: the queue makes another; else nothing is done by itself. */
    async forgetMissing(tenantId: string, id: string, { isDue }: { isDue: boolean }): Promise<boolean> {
      const at = now();
      const result = await row(tenantId, id)
        .set({
          ...noFailure,
          ...(isDue
            ? { link: "pending" as const, next_attempt_at: at, told_at: null }
            : { link: "failed" as const, next_attempt_at: null, failure_kind: "unlinked", failed_at: at }),
          tavus_persona_id: null,
          pushed_revision: 0,
          must_look: 0,
          lease_until: null,
          base: null,
          differs: null,
          unsettled_since: at,
          tries: 0,
        })
        .where("link", "=", "missing")
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Lets go of a tombstone's Tavus id, so that the persona can be imported. */
    async releaseTombstone(tenantId: string, id: string): Promise<void> {
      await kysely
        .updateTable("personas")
        .set({ tavus_persona_id: null })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("deleted_at", "is not", null)
        .execute();
    },
  };
}
