import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Link } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import { idsBehind } from "../link/link-store.ts";
import type { Database } from "../opening/connect.ts";
import { foldName } from "./fold-name.ts";
import { createNameSearch, type NamedPersona } from "./name-search.ts";
import { hasId, type PersonaRecord, personaKind, personasOf, readPersona } from "./persona-record.ts";
import type { PersonaRow } from "./persona-row.ts";

export type PersonaFilter = "all" | "linked" | "notLinked";

/** A place in a list: the row's time of creation and id. Stays right when rows come and go around it. */
export type Cursor = { createdAt: string; id: string };

export type PageRequest = {
  filter: PersonaFilter;
  /** Part of a name, as people type it; "" for any. */
  search: string;
  /** Where the page begins, exclusive; undefined: at the newest. */
  from?: { cursor: Cursor; direction: "older" | "newer" } | undefined;
  limit: number;
};

/** A persona as a list shows it. Its texts, which may be long, stay where they are. */
export type ListedPersona = Pick<PersonaRecord, "id" | "name" | "createdBy" | "createdMs"> & {
  link: Pick<Link, "state" | "remoteId" | "revision" | "pushedRevision"> & { isUnlinked: boolean };
};

/** `total`: how many the filter lets through; undefined where names are searched, and where the page is empty. */
export type PersonaPage = {
  personas: ListedPersona[];
  hasNewer: boolean;
  hasOlder: boolean;
  total: number | undefined;
};

export type PersonaLists = ReturnType<typeof createPersonaLists>;

/** Personas read many at a time, by key and never by counting, so that the last page costs what the first does. */
export function createPersonaLists(database: Database) {
  const { kysely, engine } = database;
  const names = createNameSearch(database);
  const visible = (tenantId: string) =>
    personasOf(database, tenantId).selectAll().where("personas.deleted_at", "is", null);

  const listed = (tenantId: string) =>
    personasOf(database, tenantId).select(listedColumns).where("personas.deleted_at", "is", null);

  /** No more than a menu shows of each: the texts are long. */
  const named = (tenantId: string) =>
    kysely
      .selectFrom("personas")
      .select(["personas.id", "personas.name"])
      .where("personas.tenant_id", "=", tenantId)
      .where("personas.deleted_at", "is", null);

  return {
    findNames: names.findNames,

    /**
     * One page, newest first, and how many there are, in one statement. Reads one row more than it returns, to know whether there is
     * another page.
     */
    async page(tenantId: string, { filter, search, from, limit }: PageRequest): Promise<PersonaPage> {
      const isNewer = from?.direction === "newer";
      const order = isNewer ? "asc" : "desc";
      const wanted = foldName(search);
      const held = wanted === "" ? undefined : await names.holds(tenantId, wanted);
      const by = held?.areFew ? sortedOrder : isFoundByLink(filter, wanted) ? linksOrder : personasOrder;
      let query = listed(tenantId)
        .where(filters[filter])
        .$if(!held, (all) => all.select(totalOf(tenantId, filter).as("total")));
      if (held) query = query.where(held.condition);
      if (from) query = query.where(by.beyond(from.cursor, from.direction));
      const rows = await query
        .orderBy(by.columns[0], order)
        .orderBy(by.columns[1], order)
        .limit(limit + 1)
        .execute();
      const hasMore = rows.length > limit;
      const personas = rows.slice(0, limit).map(readListed);
      const total = rows[0]?.total === undefined ? undefined : Number(rows[0].total);
      return isNewer
        ? { personas: personas.reverse(), hasNewer: hasMore, hasOlder: true, total }
        : { personas, hasNewer: from !== undefined, hasOlder: hasMore, total };
    },

    /** The newest. */
    newest(tenantId: string, limit: number): Promise<NamedPersona[]> {
      return named(tenantId)
        .orderBy("personas.created_at", "desc")
        .orderBy("personas.id", "desc")
        .limit(limit)
        .execute();
    },

    /** Whose id it is, or whose Tavus id, or else whose name is this but for what folding evens out; newest first. */
    async called(tenantId: string, text: string, limit: number): Promise<NamedPersona[]> {
      const byId = await named(tenantId).where(hasId(tenantId, text)).limit(1).execute();
      const folded = foldName(text);
      if (byId.length > 0 || folded === "") return byId;
      return named(tenantId)
        .where("personas.name_folded", "=", folded)
        .orderBy("personas.created_at", "desc")
        .orderBy("personas.id", "desc")
        .limit(limit)
        .execute();
    },

    /** Names of these, in their order. */
    async namesOf(tenantId: string, ids: readonly string[]): Promise<NamedPersona[]> {
      if (ids.length === 0) return [];
      const found = await named(tenantId)
        .where("personas.id", "in", [...ids])
        .execute();
      return ids.flatMap((id) => found.find((persona) => persona.id === id) ?? []);
    },

    /** Whose id or Tavus id begins so, in whichever case it is typed; newest first. */
    withIdFrom(tenantId: string, text: string, limit: number): Promise<NamedPersona[]> {
      const typed = [...new Set([text, text.toLowerCase()])];
      const ids = typed.map((beginning) => idsFrom(tenantId, beginning));
      return named(tenantId)
        .where(sql<SqlBool>`personas.id in (${sql.join(ids, sql` union all `)})`)
        .orderBy(sortedOrder.columns[0], "desc")
        .orderBy(sortedOrder.columns[1], "desc")
        .limit(limit)
        .execute();
    },

    /** Some that stand so, those that have stood there longest. */
    standing(tenantId: string, standing: Standing, limit: number): Promise<NamedPersona[]> {
      return personasOf(database, tenantId)
        .select(["personas.id", "personas.name"])
        .where("personas.deleted_at", "is", null)
        .where(conditionOf(standing, tenantId))
        .orderBy("links.created_at")
        .orderBy("links.subject_id")
        .limit(limit)
        .execute();
    },

    /** The one that has waited longest to be created in Tavus, or of those whose last change Tavus does not have. */
    async oldestWaiting(
      tenantId: string,
      standing: Standing & ("pending" | "behind") = "pending",
    ): Promise<PersonaRecord | undefined> {
      const row = await visible(tenantId)
        .where(conditionOf(standing, tenantId))
        .orderBy("links.created_at")
        .orderBy("links.subject_id")
        .executeTakeFirst();
      return row && readPersona(row);
    },
  };

  /** Read in the index of states alone, and once for the page. */
  function totalOf(tenantId: string, filter: PersonaFilter) {
    return kysely
      .selectFrom("links")
      .select(sql<number>`count(*)`.as("count"))
      .where("links.tenant_id", "=", tenantId)
      .where("links.subject_kind", "=", personaKind)
      .where(here)
      .where(filters[filter]);
  }

  /** More than a menu shows, of each: one that begins so with all the others needs no look at the last of them. */
  function idsFrom(tenantId: string, beginning: string) {
    return sql`select * from (select p.id from personas p
        where p.tenant_id = ${tenantId} and ${begins("p.id", beginning)} limit ${mostById}) as records
      union all select * from (select l.subject_id from links l
        where l.tenant_id = ${tenantId} and l.subject_kind = ${personaKind}
        and ${begins("l.remote_id", beginning)} limit ${mostById}) as remotes`;
  }

  /** PostgreSQL compares so by the bytes, as SQLite always does. */
  function begins(column: "p.id" | "l.remote_id", beginning: string) {
    const [from, below] = engine === "postgres" ? [sql`~>=~`, sql`~<~`] : [sql`>=`, sql`<`];
    const end = `${beginning}\u{10ffff}`;
    return sql`${sql.ref(column)} ${from} ${beginning} and ${sql.ref(column)} ${below} ${end}`;
  }
}

const mostById = 200;

const listedColumns = [
  "personas.id",
  "personas.name",
  "personas.created_at",
  "personas.created_by",
  "links.state",
  "links.remote_id",
  "links.revision",
  "links.pushed_revision",
  "links.failure_kind",
] as const;

type ListedRow = Pick<PersonaRow, "id" | "name" | "created_at" | "created_by"> &
  Pick<LinkRow, "state" | "remote_id" | "revision" | "pushed_revision" | "failure_kind">;

function readListed(row: ListedRow): ListedPersona {
  const { state, remote_id: remoteId, revision, pushed_revision: pushedRevision } = row;
  const isUnlinked = state === "failed" && row.failure_kind === "unlinked";
  const link = { state, remoteId: remoteId ?? undefined, revision, pushedRevision, isUnlinked };
  const { id, name, created_by: createdBy } = row;
  return { id, name, createdBy, createdMs: Date.parse(row.created_at), link };
}

/** How one stands that is not linked, or `behind`; `failed` without those that somebody has unlinked. */
export type Standing = keyof typeof standings | "behind";

function conditionOf(standing: Standing, tenantId: string): RawBuilder<SqlBool> {
  if (standing !== "behind") return standings[standing];
  return sql<SqlBool>`links.subject_id in (${idsBehind(tenantId, personaKind)})`;
}

const standings = {
  pending: sql<SqlBool>`links.state = 'pending' and links.gone_at is null`,
  failed: sql<SqlBool>`links.state = 'failed' and coalesce(links.failure_kind, '') <> 'unlinked' and links.gone_at is null`,
  missing: sql<SqlBool>`links.state = 'missing' and links.gone_at is null`,
  unlinked: sql<SqlBool>`links.state = 'failed' and links.failure_kind = 'unlinked' and links.gone_at is null`,
};

const here = sql<SqlBool>`links.gone_at is null`;

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

const personasOrder = orderOf(sql.ref("personas.created_at"), sql.ref("personas.id"));
const linksOrder = orderOf(sql.ref("links.created_at"), sql.ref("links.subject_id"));
/** The same where the rows are found by their ids: no index is in this order, so none is read through for it. */
const sortedOrder = orderOf(sql<string>`(personas.created_at || '')`, sql<string>`personas.id`);

function orderOf(createdAt: RawBuilder<unknown>, id: RawBuilder<unknown>) {
  return {
    columns: [createdAt, id] as const,
    beyond({ createdAt: at, id: lastId }: Cursor, direction: "older" | "newer") {
      const operator = direction === "older" ? sql`<` : sql`>`;
      return sql<SqlBool>`(${createdAt}, ${id}) ${operator} (${at}, ${lastId})`;
    },
  };
}
