import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { LinkKey } from "../link/link-record.ts";
import { createOwners } from "../link/owners.ts";
import type { Database } from "../opening/connect.ts";
import { type Destination, insertMany } from "../opening/insert-many.ts";
import { isoTime } from "../times.ts";
import { type PersonaContent, writeContent } from "./content-columns.ts";
import { writeFound } from "./fold-name.ts";
import { appendNames, placeNames, rewriteBlock } from "./name-blocks.ts";
import { personaKind } from "./persona-record.ts";

/** A Tavus persona as it comes to be a row here. Texts hold no zero character and no half pairs. */
export type ImportedPersona = {
  id: string;
  remoteId: string;
  /** What Tavus has of it; every one names the same fields. */
  content: Partial<PersonaContent>;
  base: string;
  createdMs: number;
};

/** Who imports them, from which key's account, and what is the same in all of them because Tavus does not have it. */
export type ImportedBy = { userId: string; keyTag?: string; content: Partial<PersonaContent> };

export type PersonaImports = ReturnType<typeof createPersonaImports>;

/** Personas that a sync found in Tavus, where nobody had typed them here. */
export function createPersonaImports(database: Database) {
  const { kysely, engine } = database;
  const owners = createOwners(database, personaKind);

  return {
    /**
     * Inserts many with few statements, in one transaction; returns the ids of those that were written. A Tavus id that is
     * linked here already, or another team's, is passed over.
     */
    async importAll(
      tenantId: string,
      personas: readonly ImportedPersona[],
      by: ImportedBy,
    ): Promise<Set<string>> {
      if (personas.length === 0) return new Set();
      const at = isoTime(database.now());
      const links: Destination = {
        table: "links",
        key: "subject_id",
        engine,
        common: linkColumns(tenantId, by, at),
      };
      const rows: Destination = {
        table: "personas",
        key: "id",
        engine,
        common: personaColumns(tenantId, by, at),
      };
      return kysely.transaction().execute(async (transaction) => {
        const remoteIds = personas.map(({ remoteId }) => remoteId);
        const owned = await owners.take(transaction, tenantId, remoteIds);
        const ours = personas.filter(({ remoteId }) => owned.has(remoteId));
        // As after each batch of rows.
        await setImmediate();
        const written = new Set(await insertMany(transaction, links, ours.map(linkValues)));
        const isWritten = personas.filter(({ id }) => written.has(id));
        const placed = await placeNames(transaction, tenantId, isWritten.map(personaValues));
        await insertMany(transaction, rows, placed);
        await appendNames(transaction, tenantId, placed);
        return written;
      });
    },

    /**
     * A sync was quicker and imported what belongs to a persona typed here: nobody has changed it, or decided anything about it
     * that its history tells of, so it goes. True: it has gone.
     */
    makeRoom({ tenantId, id }: LinkKey, remoteId: string): Promise<boolean> {
      return kysely.transaction().execute(async (transaction) => {
        const imported = await transaction
          .deleteFrom("links")
          .where("tenant_id", "=", tenantId)
          .where("subject_kind", "=", personaKind)
          .where("remote_id", "=", remoteId)
          .where("revision", "=", 1)
          .where("gone_at", "is", null)
          .where(sql<boolean>`exists (select 1 from personas p where p.tenant_id = links.tenant_id
            and p.id = links.subject_id and p.imported_at is not null)`)
          // What was chosen over Tavus's, or linked to another one, has a text that nothing else may have.
          .where(sql<boolean>`not exists (select 1 from persona_versions v where v.tenant_id = links.tenant_id
            and v.persona_id = links.subject_id)`)
          .where(sql<boolean>`exists (select 1 from links typed where typed.tenant_id = ${tenantId}
            and typed.subject_kind = ${personaKind} and typed.subject_id = ${id} and typed.remote_id is null)`)
          .returning("subject_id")
          .executeTakeFirst();
        if (!imported) return false;
        const deleted = await transaction
          .deleteFrom("personas")
          .where("tenant_id", "=", tenantId)
          .where("id", "=", imported.subject_id)
          .returning("search_block")
          .executeTakeFirst();
        await rewriteBlock(transaction, tenantId, deleted?.search_block);
        return true;
      });
    },
  };
}

/** The same in every row. */
function linkColumns(tenantId: string, { userId, keyTag }: ImportedBy, at: string) {
  return {
    tenant_id: tenantId,
    subject_kind: personaKind,
    state: "linked",
    revision: 1,
    pushed_revision: 1,
    user_id: userId,
    key_tag: keyTag,
    told_at: at,
    updated_at: at,
  };
}

function linkValues({ id, remoteId, base, createdMs }: ImportedPersona) {
  return { subject_id: id, remote_id: remoteId, base, created_at: isoTime(createdMs) };
}

function personaColumns(tenantId: string, { userId, content }: ImportedBy, at: string) {
  return { ...writeContent(content), tenant_id: tenantId, created_by: userId, imported_at: at };
}

function personaValues({ id, content, createdMs }: ImportedPersona) {
  return { ...writeFound(content), id, created_at: isoTime(createdMs) };
}
