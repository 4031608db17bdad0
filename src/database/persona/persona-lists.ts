import { type SelectQueryBuilder, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow, Tables } from "../tables.ts";

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

    /**
     * Whose name holds `text`, newest first, then those whose id or Tavus id begins with it; both cases of a letter from
     * a to z count as the same.
     */
    suggested(tenantId: string, text: string, limit: number): Promise<PersonaRow[]> {
      const isNamed = like("name", `%${escaped(text)}%`);
      const begins = `${escaped(text)}%`;
      return visible(tenantId)
        .where((where) => where.or([isNamed, like("id", begins), like("tavus_persona_id", begins)]))
        .orderBy(sql`case when ${isNamed} then 0 else 1 end`)
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

    /** Which of these Tavus ids are linked here, and which were until they were deleted here. */
    async knownTavusIds(
      tenantId: string,
      tavusIds: readonly string[],
    ): Promise<{ here: Set<string>; deletedHere: Set<string> }> {
      const known = { here: new Set<string>(), deletedHere: new Set<string>() };
      if (tavusIds.length === 0) return known;
      const rows = await kysely
        .selectFrom("personas")
        .select(["tavus_persona_id", "deleted_at"])
        .where("tenant_id", "=", tenantId)
        .where("tavus_persona_id", "in", [...tavusIds])
        .execute();
      for (const { tavus_persona_id: id, deleted_at } of rows) {
        if (id !== null) known[deleted_at === null ? "here" : "deletedHere"].add(id);
      }
      return known;
    },
  };

  function named(query: Query, text: string): Query {
    return text === "" ? query : query.where(like("name", `%${escaped(text)}%`));
  }

  /** SQLite's LIKE takes both cases of a letter for the same already, PostgreSQL's does not. */
  function like(column: "name" | "id" | "tavus_persona_id", pattern: string) {
    const operator = engine === "postgres" ? sql`ilike` : sql`like`;
    return sql<boolean>`${sql.ref(column)} ${operator} ${pattern} escape '\\'`;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
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
