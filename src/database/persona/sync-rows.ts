import { sql } from "kysely";
import { type Link, readLink, readTime } from "../link/link-record.ts";
import { oldestFirst } from "../oldest-first.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { foldName } from "./fold-name.ts";
import type { Cursor } from "./persona-lists.ts";
import { type PersonaRecord, personaKind, personasOf, readPersona } from "./persona-record.ts";

export type SyncRows = ReturnType<typeof createSyncRows>;

/** A persona as short as a sync can do with. */
export type NamedLink = {
  id: string;
  name: string;
  remoteId: string;
  state: Link["state"];
  writtenMs: number | undefined;
  createdMs: number;
};

/** How one fares that was made due. */
export type SettledPersona = Pick<Link, "id" | "state" | "remoteId" | "failure" | "outcomeUnknown"> & {
  name: string;
};

/** What a sync reads of what is here: a page at a time, and never a text that it does not need. */
export function createSyncRows(database: Database) {
  const { kysely } = database;
  const linksOf = (tenantId: string) =>
    kysely
      .selectFrom("links")
      .where("links.tenant_id", "=", tenantId)
      .where("subject_kind", "=", personaKind);
  const hereOf = (tenantId: string) =>
    personasOf(database, tenantId).selectAll().where("personas.deleted_at", "is", null);

  return {
    /** Links with one of these Tavus ids, of deleted ones too. */
    async withRemoteIds(tenantId: string, remoteIds: readonly string[]): Promise<Link[]> {
      if (remoteIds.length === 0) return [];
      const rows = await linksOf(tenantId)
        .selectAll()
        .where("remote_id", "in", [...remoteIds])
        .execute();
      return rows.map(readLink);
    },

    /** Links of the personas that record lines name, of deleted ones too. */
    async withIds(tenantId: string, ids: readonly string[]): Promise<Link[]> {
      if (ids.length === 0) return [];
      const rows = await linksOf(tenantId)
        .selectAll()
        .where("subject_id", "in", [...ids])
        .execute();
      return rows.map(readLink);
    },

    /** Everything that has no Tavus persona, oldest first: by the index that holds only such links. */
    async unlinkedAfter(
      tenantId: string,
      after: Cursor | undefined,
      limit: number,
    ): Promise<PersonaRecord[]> {
      const rows = await hereOf(tenantId)
        .where(sql<boolean>`links.state <> 'linked' and links.gone_at is null`)
        .where("links.remote_id", "is", null)
        .where(
          sql<boolean>`(links.created_at, links.subject_id) > (${after?.createdAt ?? ""}, ${after?.id ?? ""})`,
        )
        .orderBy("links.created_at")
        .orderBy("links.subject_id")
        .limit(limit)
        .execute();
      return rows.map(readPersona);
    },

    /** What unlinked personas were linked to, of which somebody changed anything since then (Unix ms). */
    async unlinkedSince(tenantId: string, sinceMs: number): Promise<string[]> {
      const unlinked = linksOf(tenantId)
        .select(["tenant_id", "subject_id"])
        .where(sql<boolean>`state <> 'linked' and gone_at is null`)
        .where("remote_id", "is", null);
      // By the few that are not linked: by team SQLite would read every version that it has.
      const rows = await kysely
        .selectFrom("persona_versions")
        .select("remote_id")
        .distinct()
        .where(sql<boolean>`(tenant_id, persona_id) in ${unlinked}`)
        .where("at", ">=", isoTime(sinceMs))
        .where("remote_id", "is not", null)
        .execute();
      return rows.map(({ remote_id: id }) => id ?? "");
    },

    /** Every Tavus id that is linked here or was, until it went missing or was deleted here: read from an index alone. */
    async remoteIdsAfter(tenantId: string, afterId: string, limit: number): Promise<string[]> {
      const rows = await linksOf(tenantId)
        .select("remote_id")
        .where("remote_id", ">", afterId)
        .orderBy("remote_id")
        .limit(limit)
        .execute();
      return rows.map(({ remote_id: id }) => id ?? "");
    },

    /** Personas with these Tavus ids that nobody deleted here, oldest first. */
    async namedWithRemoteIds(tenantId: string, remoteIds: readonly string[]): Promise<NamedLink[]> {
      const rows = await personasOf(database, tenantId)
        .select(["personas.id", "name", "remote_id", "state", "written_at", "links.created_at"])
        .where("links.remote_id", "in", [...remoteIds])
        .where("personas.deleted_at", "is", null)
        .execute();
      const named = rows.map(({ id, name, remote_id, state, written_at, created_at }) => {
        const times = { writtenMs: readTime(written_at), createdMs: Date.parse(created_at) };
        return { id, name, state, remoteId: remote_id ?? "", ...times };
      });
      return oldestFirst(named);
    },

    /** Some of the linked ones, the newest. */
    async someLinked(tenantId: string, limit: number): Promise<Link[]> {
      const rows = await linksOf(tenantId)
        .selectAll()
        .where("state", "=", "linked")
        .where("gone_at", "is", null)
        .orderBy("created_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(readLink);
    },

    async countLinked(tenantId: string): Promise<number> {
      const { count } = await linksOf(tenantId)
        .select((select) => select.fn.countAll().as("count"))
        .where("state", "=", "linked")
        .where("gone_at", "is", null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** How often each of these names occurs here, folded. */
    async countNames(tenantId: string, names: readonly string[]): Promise<Map<string, number>> {
      const rows = await kysely
        .selectFrom("personas")
        .select(["name_folded", (select) => select.fn.countAll().as("count")])
        .where("tenant_id", "=", tenantId)
        .where("name_folded", "in", [...new Set(names.map(foldName))])
        .where("deleted_at", "is", null)
        .groupBy("name_folded")
        .execute();
      return new Map(rows.map(({ name_folded: name, count }) => [name ?? "", Number(count)]));
    },

    /** How those fare that were made due, oldest first. */
    async settledOf(tenantId: string, ids: readonly string[]): Promise<SettledPersona[]> {
      const rows = await personasOf(database, tenantId)
        .selectAll("links")
        .select("name")
        .where("personas.id", "in", [...ids])
        .where("personas.deleted_at", "is", null)
        .execute();
      return oldestFirst(rows.map((row) => ({ ...readLink(row), name: row.name })));
    },

    /** What the last sync saw changed in Tavus, by id. */
    async differingAfter(tenantId: string, afterId: string, limit: number): Promise<PersonaRecord[]> {
      const rows = await hereOf(tenantId)
        .where("links.differs", "is not", null)
        .where("links.state", "=", "linked")
        .where("links.subject_id", ">", afterId)
        .orderBy("links.subject_id")
        .limit(limit)
        .execute();
      return rows.map(readPersona);
    },
  };
}
