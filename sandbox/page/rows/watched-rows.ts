import { z } from "zod";

/** What each table's rows are watched for, besides their links. */
export const watchedTables = [
  { kind: "persona", table: "personas", columns: "s.name" },
  {
    kind: "conversation",
    table: "conversations",
    columns: "s.persona_name AS name, s.joined_at, s.ended_at, s.end_reason",
  },
  { kind: "video", table: "videos", columns: "s.name, s.phase, s.post_state" },
] as const;

type WatchedTable = (typeof watchedTables)[number];
export type WatchedKind = WatchedTable["kind"];

/** One row of a watched table with its link. */
export const watchedRow = z.object({
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
});

export type WatchedRow = z.infer<typeof watchedRow>;

/** A row that the bot has written: `before` is undefined for a new one. */
export type RowChange = {
  kind: WatchedKind;
  before: WatchedRow | undefined;
  row: WatchedRow;
  /** Which process wrote it, and when, in milliseconds since 1970, where that is known. */
  process?: string;
  writtenAtMs?: number;
};

export type RowWatch = {
  /** What was written to personas, calls and videos since the last look. Cheap where nothing was, and nothing while it is locked. */
  look(): RowChange[];
  /** Which of the bot's personas each persona of Tavus is linked to, as of the last look. */
  linked(): ReadonlyMap<string, string>;
  close(): void | Promise<void>;
};

/** All rows of a watched table, on either database. */
export function selectWatched({ kind, table, columns }: WatchedTable): string {
  return `
    SELECT s.tenant_id, s.id, ${columns}, l.state AS link, l.remote_id AS tavus_id, l.attempt, l.failure_kind, l.revision
    FROM ${table} s JOIN links l
      ON l.tenant_id = s.tenant_id AND l.subject_kind = '${kind}' AND l.subject_id = s.id`;
}

/** The rows as they were last seen, by `keyOf`. */
export type KnownRows = ReadonlyMap<string, WatchedRow>;

export function keyOf(kind: WatchedKind, { tenant_id, id }: Pick<WatchedRow, "tenant_id" | "id">): string {
  return `${kind} ${tenant_id} ${id}`;
}

export function isSameRow(one: WatchedRow | undefined, other: WatchedRow): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function linkedIn(known: KnownRows): Map<string, string> {
  const links = [...known].map(([key, { id, tavus_id }]): [string, string][] =>
    key.startsWith("persona ") && tavus_id !== null ? [[tavus_id, id]] : [],
  );
  return new Map(links.flat());
}
