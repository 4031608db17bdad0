import { type SelectQueryBuilder, sql } from "kysely";
import type { Database } from "./connect.ts";
import type { PersonaRow, Tables } from "./tables.ts";

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

export type PersonaPage = { rows: PersonaRow[]; hasNewer: boolean; hasOlder: boolean };

type Query = SelectQueryBuilder<Tables, "personas", PersonaRow>;

export type PersonaLists = ReturnType<typeof createPersonaLists>;

/** Personas read many at a time, by key and never by counting, so that the last page costs what the first does. */
export function createPersonaLists({ kysely, engine }: Database) {
  const visible = (tenantId: string): Query =>
    kysely
      .selectFrom("personas")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .where("deleted_at", "is", null);

  return {
    /** One page, newest first. Reads one row more than it returns, to know whether there is another page. */
    async page(tenantId: string, { filter, search, from, limit }: PageRequest): Promise<PersonaPage> {
      const isNewer = from?.direction === "newer";
      const order = isNewer ? "asc" : "desc";
      let query = named(filtered(visible(tenantId), filter), search);
      if (from) query = beyond(query, from.cursor, from.direction);
      const rows = await query
        .orderBy("created_at", order)
        .orderBy("id", order)
        .limit(limit + 1)
        .execute();
      const hasMore = rows.length > limit;
      const shown = rows.slice(0, limit);
      return isNewer
        ? { rows: shown.reverse(), hasNewer: hasMore, hasOlder: true }
        : { rows: shown, hasNewer: from !== undefined, hasOlder: hasMore };
    },

    /** Newest first, whose name holds `text`; both cases of a letter from a to z count as the same. */
    byName(tenantId: string, text: string, limit: number): Promise<PersonaRow[]> {
      return named(visible(tenantId), text)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
    },

    /** Whose name is exactly this, whose id it is, or whose Tavus id; an id comes before a name. */
    async called(tenantId: string, text: string, limit: number): Promise<PersonaRow[]> {
      const byId = await visible(tenantId)
        .where((where) => where.or([where("id", "=", text), where("tavus_persona_id", "=", text)]))
        .limit(1)
        .execute();
      if (byId.length > 0) return byId;
      return visible(tenantId)
        .where(sql`lower(name)`, "=", sql`lower(${text})`)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
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

    /** Which of these Tavus ids are linked here, or were until they were deleted here. */
    async knownTavusIds(tenantId: string, tavusIds: readonly string[]): Promise<Set<string>> {
      if (tavusIds.length === 0) return new Set();
      const rows = await kysely
        .selectFrom("personas")
        .select("tavus_persona_id")
        .where("tenant_id", "=", tenantId)
        .where("tavus_persona_id", "in", [...tavusIds])
        .execute();
      return new Set(rows.flatMap(({ tavus_persona_id: id }) => (id === null ? [] : [id])));
    },
  };

  function named(query: Query, text: string): Query {
    if (text === "") return query;
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    // SQLite's LIKE takes both cases of a letter for the same already, PostgreSQL's does not.
    return engine === "postgres"
      ? query.where(sql<boolean>`name ilike ${pattern} escape '\\'`)
      : query.where(sql<boolean>`name like ${pattern} escape '\\'`);
  }
}

function filtered(query: Query, filter: PersonaFilter): Query {
  if (filter === "linked") return query.where("link", "=", "linked");
  if (filter === "notLinked") return query.where("link", "<>", "linked");
  return query;
}

function beyond(query: Query, { createdAt, id }: Cursor, direction: "older" | "newer"): Query {
  const place = sql`(${createdAt}, ${id})`;
  return direction === "older"
    ? query.where(sql<boolean>`(created_at, id) < ${place}`)
    : query.where(sql<boolean>`(created_at, id) > ${place}`);
}
