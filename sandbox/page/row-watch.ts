import Database from "better-sqlite3";
import { z } from "zod";

const lockPatienceMs = 50;

const personaRows = z.array(
  z.object({
    tenant_id: z.string(),
    id: z.string(),
    name: z.string(),
    link: z.string(),
    tavus_persona_id: z.string().nullable(),
    attempt: z.number(),
    failure_kind: z.string().nullable(),
    revision: z.number(),
  }),
);
type PersonaRow = z.infer<typeof personaRows>[number];

/** A row that the bot has written: `before` is undefined for a new one. */
export type RowChange = { before: PersonaRow | undefined; row: PersonaRow };

export type RowWatch = {
  /** What was written to the personas since the last look. Cheap where nothing was, and nothing while it is locked. */
  look(): RowChange[];
  close(): void;
};

/**
 * Reads over the bot's shoulder: the personas and their links in its SQLite file. `isReady` keeps it away while the bot
 * creates or migrates the file.
 */
export function createRowWatch(file: string, isReady: () => boolean): RowWatch {
  let database: Database.Database | undefined;
  let version: unknown;
  let known = new Map<string, PersonaRow>();

  const open = () => {
    database ??= new Database(file, { readonly: true, timeout: lockPatienceMs });
    return database;
  };
  const hasNews = (opened: Database.Database) => {
    const next = opened.pragma("data_version", { simple: true });
    const isFirst = version === undefined;
    const isNew = next !== version;
    version = next;
    return isFirst || isNew;
  };

  const readChanges = () => {
    const opened = open();
    if (!hasNews(opened)) return [];
    const rows = readRows(opened);
    const changes = rows
      .map((row) => ({ before: known.get(keyOf(row)), row }))
      .filter(({ before, row }) => JSON.stringify(before) !== JSON.stringify(row));
    known = new Map(rows.map((row) => [keyOf(row), row]));
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
    close: () => database?.close(),
  };
}

function readRows(database: Database.Database): PersonaRow[] {
  const isMigrated = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'links'").get();
  if (isMigrated === undefined) return [];
  const rows = database.prepare(`
    SELECT p.tenant_id, p.id, p.name, l.state AS link, l.remote_id AS tavus_persona_id, l.attempt, l.failure_kind,
      l.revision
    FROM personas p JOIN links l
      ON l.tenant_id = p.tenant_id AND l.subject_kind = 'persona' AND l.subject_id = p.id`);
  return personaRows.parse(rows.all());
}

function keyOf({ tenant_id, id }: PersonaRow): string {
  return `${tenant_id} ${id}`;
}
