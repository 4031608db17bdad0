import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type Link, readLink, readTime } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import type { Database } from "../opening/connect.ts";
import { type PersonaContent, readContent } from "./content-columns.ts";
import type { PersonaRow } from "./persona-row.ts";

/** What links of personas are called in the table of links. */
export const personaKind = "persona";

/** A persona as everything outside `database/` sees it: what people say about it, and its link. Times are Unix ms. */
export type PersonaRecord = PersonaContent & {
  tenantId: string;
  id: string;
  formId: string | undefined;
  formDigest: string | undefined;
  createdBy: string;
  channelId: string | undefined;
  /** A sync found it in Tavus; nobody typed it here. */
  isImported: boolean;
  deletedMs: number | undefined;
  createdMs: number;
  /** When it was last changed or linked. */
  updatedMs: number;
  link: Link;
};

/** The columns of both tables; what both have is the same in both. */
type JoinedRow = PersonaRow & LinkRow;

export function readPersona(row: JoinedRow): PersonaRecord {
  return {
    ...readContent(row),
    tenantId: row.tenant_id,
    id: row.id,
    formId: row.form_id ?? undefined,
    formDigest: row.form_digest ?? undefined,
    createdBy: row.created_by,
    channelId: row.channel_id ?? undefined,
    isImported: row.imported_at !== null,
    deletedMs: readTime(row.deleted_at),
    createdMs: Date.parse(row.created_at),
    updatedMs: Date.parse(row.updated_at),
    link: readLink(row),
  };
}

/** Personas of a tenant with their links, deleted ones too. */
export function personasOf({ kysely }: Pick<Database, "kysely">, tenantId: string) {
  return kysely
    .selectFrom("personas")
    .innerJoin("links", (join) =>
      join
        .onRef("links.tenant_id", "=", "personas.tenant_id")
        .on("links.subject_kind", "=", personaKind)
        .onRef("links.subject_id", "=", "personas.id"),
    )
    .where("personas.tenant_id", "=", tenantId);
}

/** Whether this is its id or its id in Tavus. As two columns joined by OR, every link of the team would be read. */
export function hasId(tenantId: string, id: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`personas.id in (${id}, (select l.subject_id from links l
    where l.tenant_id = ${tenantId} and l.subject_kind = ${personaKind} and l.remote_id = ${id}))`;
}
