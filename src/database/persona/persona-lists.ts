import { type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { hasId, type PersonaRecord, personasOf, readPersona } from "./persona-record.ts";

export type PersonaFilter = "all" | "linked" | "notLinked";

/** A place in a list: the row's time of creation and id. Stays right when rows come and go around it. */
export type Cursor = { createdAt: string; id: string };

export type PageRequest = {
  filter: PersonaFilter;
  /** Part of a name; "" for any. */
  search: string;
  /** Where the page begins, exclusive; undefined: at the newest. */
  from?: { cursor: Cursor; direction: "older" | "newer" } | undefined;
  limit: number;
};

export type PersonaPage = { personas: PersonaRecord[]; hasNewer: boolean; hasOlder: boolean };

export type PersonaLists = ReturnType<typeof createPersonaLists>;

/** Personas read many at a time, by key and never by counting, so that the last page costs what the first does. */
export function createPersonaLists(database: Database) {
  const { kysely, engine } = database;
  const visible = (tenantId: string) =>
    personasOf(database, tenantId).selectAll().where("personas.deleted_at", "is", null);

  return {
    /** One page, newest first. Reads one row more than it returns, to know whether there is another page. */
    async page(tenantId: string, { filter, search, from, limit }: PageRequest): Promise<PersonaPage> {
      const isNewer = from?.direction === "newer";
      const order = isNewer ? "asc" : "desc";
      const by = isFoundByLink(filter, search) ? linksOrder : personasOrder;
      let query = visible(tenantId).where(filters[filter]);
      if (search !== "") query = query.where(like("personas.name", `%${escaped(search)}%`));
      if (from) query = query.where(by.beyond(from.cursor, from.direction));
      const rows = await query
        .orderBy(by.columns[0], order)
        .orderBy(by.columns[1], order)
        .limit(limit + 1)
        .execute();
      const hasMore = rows.length > limit;
      const personas = rows.slice(0, limit).map(readPersona);
      return isNewer
        ? { personas: personas.reverse(), hasNewer: hasMore, hasOlder: true }
        : { personas, hasNewer: from !== undefined, hasOlder: hasMore };
    },

    /**
     * Whose name holds `text`, newest first, then those whose id or Tavus id begins with it; both cases of a letter from
     * a to z count as the same.
     */
    async suggested(tenantId: string, text: string, limit: number): Promise<PersonaRecord[]> {
      const isNamed = like("personas.name", `%${escaped(text)}%`);
      const begins = `${escaped(text)}%`;
      const rows = await visible(tenantId)
        .where((where) => where.or([isNamed, like("personas.id", begins), like("links.remote_id", begins)]))
        .orderBy(sql`case when ${isNamed} then 0 else 1 end`)
        .orderBy("personas.created_at", "desc")
        .orderBy("personas.id", "desc")
        .limit(limit)
        .execute();
      return rows.map(readPersona);
    },

    /** Whose name is exactly this, whose id it is, or whose Tavus id; an id comes before a name. */
    async called(tenantId: string, text: string, limit: number): Promise<PersonaRecord[]> {
      const byId = await visible(tenantId).where(hasId(tenantId, text)).limit(1).execute();
      if (byId.length > 0) return byId.map(readPersona);
      const named = await visible(tenantId)
        .where(sql`lower(personas.name)`, "=", sql`lower(${text})`)
        .orderBy("personas.created_at", "desc")
        .orderBy("personas.id", "desc")
        .limit(limit)
        .execute();
      return named.map(readPersona);
    },

    /** Names of the newest, for finding the ones closest to a misspelt one. */
    newestNames(tenantId: string, limit: number): Promise<{ id: string; name: string }[]> {
      return kysely
        .selectFrom("personas")
        .select(["id", "name"])
        .where("tenant_id", "=", tenantId)
        .where("deleted_at", "is", null)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
    },

    /** The one that has waited longest to be created in Tavus. */
    async oldestWaiting(tenantId: string): Promise<PersonaRecord | undefined> {
      const row = await visible(tenantId)
        .where("links.state", "=", "pending")
        .where("links.gone_at", "is", null)
        .orderBy("links.created_at")
        .orderBy("links.subject_id")
        .executeTakeFirst();
      return row && readPersona(row);
    },
  };

  /** SQLite's LIKE takes both cases of a letter for the same already, PostgreSQL's does not. */
  function like(column: "personas.name" | "personas.id" | "links.remote_id", pattern: string) {
    const operator = engine === "postgres" ? sql`ilike` : sql`like`;
    return sql<boolean>`${sql.ref(column)} ${operator} ${pattern} escape '\\'`;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

const filters = {
  all: sql<SqlBool>`true`,
  linked: sql<SqlBool>`links.state = 'linked' and links.gone_at is null`,
  notLinked: sql<SqlBool>`links.state <> 'linked' and links.gone_at is null`,
};

/**
 * Which of the two tables is read in its order, which is the same in both. Those that are not linked are few; of those that
 * are linked, a name rules out more.
 */
function isFoundByLink(filter: PersonaFilter, search: string): boolean {
  return filter === "notLinked" || (filter === "linked" && search === "");
}

const personasOrder = orderOf("personas.created_at", "personas.id");
const linksOrder = orderOf("links.created_at", "links.subject_id");

function orderOf<const Column extends string>(createdAt: Column, id: Column) {
  const columns: readonly [Column, Column] = [createdAt, id];
  return {
    columns,
    beyond({ createdAt: at, id: lastId }: Cursor, direction: "older" | "newer") {
      const operator = direction === "older" ? sql`<` : sql`>`;
      return sql<SqlBool>`(${sql.ref(createdAt)}, ${sql.ref(id)}) ${operator} (${at}, ${lastId})`;
    },
  };
}
