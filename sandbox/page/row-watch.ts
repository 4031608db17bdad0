import Database from "better-sqlite3";
import { z } from "zod";

const lockPatienceMs = 50;

/** What each table's rows are watched for, besides their links. */
const watchedTables = [
  { kind: "persona", table: "personas", columns: "s.name" },
  {
    kind: "conversation",
    table: "conversations",
    columns: "s.persona_name AS name, s.joined_at, s.ended_at, s.end_reason",
  },
  { kind: "video", table: "videos", columns: "s.name, s.phase, s.post_state" },
] as const;

const rowsOf = z.array(
  z.object({
    tenant_id: z.string(),
    id: z.string(),
    name: z.string(),
    link: z.string(),
    tavus_id: z.string().nullable(),
    attempt: z.number(),
    failure_kind: z.string().nullable(),
    revision: z.number(),
    joined_at: z.string().nullish(),
    ended_at: z.string().nullish(),
    end_reason: z.string().nullish(),
    phase: z.string().nullish(),
    post_state: z.string().nullish(),
  }),
);

export type WatchedKind = (typeof watchedTables)[number]["kind"];
type WatchedRow = z.infer<typeof rowsOf>[number];

/** A row that the bot has written: `before` is undefined for a new one. */
export type RowChange = { kind: WatchedKind; before: WatchedRow | undefined; row: WatchedRow };

export type RowWatch = {
  /** What was written to personas, calls and videos since the last look. Cheap where nothing was, and nothing while it is locked. */
  look(): RowChange[];
  /** Which of the bot's personas each persona of Tavus is linked to, as of the last look. */
  linked(): ReadonlyMap<string, string>;
  close(): void;
};

/**
 * Reads over the bot's shoulder: personas, calls, videos and their links in its SQLite file. `isReady` keeps it away while the bot
 * creates or migrates the file.
 */
export function createRowWatch(file: string, isReady: () => boolean): RowWatch {
  let database: Database.Database | undefined;
  let version: unknown;
  let known = new Map<string, WatchedRow>();

  const open = () => {
    database ??= new Database(file, { readonly: true, timeout: lockPatienceMs });
    return database;
  };
  const readChanges = () => {
    const opened = open();
    const next = opened.pragma("data_version", { simple: true });
    if (next === version) return [];
    const read = readRows(opened);
    const changes = read
      .map((each) => ({ ...each, before: known.get(keyOf(each)) }))
      .filter(({ before, row }) => JSON.stringify(before) !== JSON.stringify(row));
    known = new Map(read.map((each) => [keyOf(each), each.row]));
    // Only now: what could not be read, because the bot was writing, is still news at the next look.
    version = next;
    return changes;
  };

  return {
    look() {
      if (!isReady()) return [];
      try {
        return readChanges();
      } catch (error) {
        if (error instanceof Database.SqliteError) return [];
        throw error;
      }
    },
    linked: () => new Map([...known].flatMap(linkIn)),
    close: () => database?.close(),
  };
}

function linkIn([key, { id, tavus_id }]: [string, WatchedRow]): [string, string][] {
  return key.startsWith("persona ") && tavus_id !== null ? [[tavus_id, id]] : [];
}

type Read = Pick<RowChange, "kind" | "row">;

function readRows(database: Database.Database): Read[] {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  if (!tables.includes("links")) return [];
  return watchedTables.flatMap(({ kind, table, columns }) => {
    if (!tables.includes(table)) return [];
    const rows = database.prepare(`
      SELECT s.tenant_id, s.id, ${columns}, l.state AS link, l.remote_id AS tavus_id, l.attempt, l.failure_kind, l.revision
      FROM ${table} s JOIN links l
        ON l.tenant_id = s.tenant_id AND l.subject_kind = '${kind}' AND l.subject_id = s.id`);
    return rowsOf.parse(rows.all()).map((row) => ({ kind, row }));
  });
}

function keyOf({ kind, row: { tenant_id, id } }: Read): string {
  return `${kind} ${tenant_id} ${id}`;
}
