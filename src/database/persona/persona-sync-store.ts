import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import type { Cursor } from "./persona-lists.ts";

export type LinkedRow = Pick<
  PersonaRow,
  | "id"
  | "tavus_persona_id"
  | "link"
  | "deleted_at"
  | "revision"
  | "pushed_revision"
  | "base"
  | "differs"
  | "written_at"
  | "lease_until"
>;

export type RecordRow = Pick<
  PersonaRow,
  "id" | "tavus_persona_id" | "deleted_at" | "unknown_attempts" | "attempt_started_at" | "must_look"
>;

export type SettledRow = Pick<
  PersonaRow,
  "id" | "name" | "link" | "tavus_persona_id" | "failure_kind" | "failed_at" | "must_look"
>;

export type PersonaSyncStore = ReturnType<typeof createPersonaSyncStore>;

/** What a sync reads of the personas here: a page at a time, and never more columns than it needs. */
export function createPersonaSyncStore({ kysely }: Database) {
  const ofTenant = (tenantId: string) => kysely.selectFrom("personas").where("tenant_id", "=", tenantId);

  return {
    /** Rows with one of these Tavus ids, tombstones too. */
    withTavusIds(tenantId: string, tavusIds: readonly string[]): Promise<LinkedRow[]> {
      return ofTenant(tenantId)
        .select(["id", "tavus_persona_id", "link", "deleted_at", "revision", "pushed_revision"])
        .select(["base", "differs", "written_at", "lease_until"])
        .where("tavus_persona_id", "in", [...tavusIds])
        .execute();
    },

    /** Rows that record lines name, tombstones too. */
    withIds(tenantId: string, ids: readonly string[]): Promise<RecordRow[]> {
      return ofTenant(tenantId)
        .select(["id", "tavus_persona_id", "deleted_at"])
        .select(["unknown_attempts", "attempt_started_at", "must_look"])
        .where("id", "in", [...ids])
        .execute();
    },

    contents(tenantId: string, ids: readonly string[]): Promise<PersonaRow[]> {
      return ofTenant(tenantId)
        .selectAll()
        .where("id", "in", [...ids])
        .where("deleted_at", "is", null)
        .execute();
    },

    /** Of these, the ids that belong to other tenants: Tavus ids, and record ids. */
    async elsewhere(
      tenantIds: readonly string[],
      { tavusIds, ids }: { tavusIds: readonly string[]; ids: readonly string[] },
    ): Promise<{ tavusIds: Set<string>; ids: Set<string> }> {
      const found = { tavusIds: new Set<string>(), ids: new Set<string>() };
      for (const tenantId of tenantIds) {
        const linked = await this.withTavusIds(tenantId, tavusIds);
        for (const row of linked) if (row.deleted_at === null) found.tavusIds.add(row.tavus_persona_id ?? "");
        const named = ids.length === 0 ? [] : await this.withIds(tenantId, ids);
        for (const row of named) found.ids.add(row.id);
      }
      return found;
    },

    /** Everything that has no Tavus persona, oldest first: by the index that holds only such rows. */
    unlinkedAfter(tenantId: string, after: Cursor | undefined, limit: number): Promise<PersonaRow[]> {
      return ofTenant(tenantId)
        .selectAll()
        .where(sql<boolean>`link <> 'linked'`)
        .where("tavus_persona_id", "is", null)
        .where("deleted_at", "is", null)
        .where(sql<boolean>`(created_at, id) > (${after?.createdAt ?? ""}, ${after?.id ?? ""})`)
        .orderBy("created_at")
        .orderBy("id")
        .limit(limit)
        .execute();
    },

    /** Every Tavus id that is linked here or was, until it went missing or was deleted here: read from an index alone. */
    async tavusIdsAfter(tenantId: string, afterId: string, limit: number): Promise<string[]> {
      const rows = await ofTenant(tenantId)
        .select("tavus_persona_id")
        .where("tavus_persona_id", ">", afterId)
        .orderBy("tavus_persona_id")
        .limit(limit)
        .execute();
      return rows.map(({ tavus_persona_id: id }) => id ?? "");
    },

    /** Those of them that nobody deleted here. */
    namedWithTavusIds(
      tenantId: string,
      tavusIds: readonly string[],
    ): Promise<Pick<PersonaRow, "id" | "name" | "tavus_persona_id" | "link" | "written_at">[]> {
      return ofTenant(tenantId)
        .select(["id", "name", "tavus_persona_id", "link", "written_at"])
        .where("tavus_persona_id", "in", [...tavusIds])
        .where("deleted_at", "is", null)
        .execute();
    },

    someLinked(tenantId: string, limit: number): Promise<Pick<PersonaRow, "tavus_persona_id" | "key_tag">[]> {
      return ofTenant(tenantId)
        .select(["tavus_persona_id", "key_tag"])
        .where("link", "=", "linked")
        .where("deleted_at", "is", null)
        .orderBy("created_at", "desc")
        .limit(limit)
        .execute();
    },

    async countLinked(tenantId: string): Promise<number> {
      const { count } = await ofTenant(tenantId)
        .select((select) => select.fn.countAll().as("count"))
        .where("link", "=", "linked")
        .where("deleted_at", "is", null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** How often each of these names occurs here. */
    async countNames(tenantId: string, names: readonly string[]): Promise<Map<string, number>> {
      const rows = await ofTenant(tenantId)
        .select(["name", (select) => select.fn.countAll().as("count")])
        .where("name", "in", [...names])
        .where("deleted_at", "is", null)
        .groupBy("name")
        .execute();
      return new Map(rows.map(({ name, count }) => [name, Number(count)]));
    },

    /** How those fare that were made due. */
    settledOf(tenantId: string, ids: readonly string[]): Promise<SettledRow[]> {
      return ofTenant(tenantId)
        .select(["id", "name", "link", "tavus_persona_id", "failure_kind", "failed_at", "must_look"])
        .where("id", "in", [...ids])
        .where("deleted_at", "is", null)
        .execute();
    },

    /** What the last sync saw changed in Tavus, by id. */
    differingAfter(tenantId: string, afterId: string, limit: number): Promise<PersonaRow[]> {
      return ofTenant(tenantId)
        .selectAll()
        .where("differs", "is not", null)
        .where("link", "=", "linked")
        .where("deleted_at", "is", null)
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
    },

    tombstone(tenantId: string, id: string): Promise<PersonaRow | undefined> {
      return ofTenant(tenantId)
        .selectAll()
        .where("id", "=", id)
        .where("deleted_at", "is not", null)
        .executeTakeFirst();
    },
  };
}
