import SqliteFile from "better-sqlite3";
import { Kysely } from "kysely";
import { makePrivateFile } from "../../private-files.ts";
import { explainForgotten } from "../forgotten/explain-forgotten.ts";
import { refuseForgotten } from "../forgotten/refuse-forgotten.ts";
import { DatabaseStartError, retryWhileLocked, type Whereabouts } from "../opening/database-errors.ts";
import { fileId } from "../opening/file-id.ts";
import type { Tables } from "../tables.ts";
import { GroupedCommits } from "./grouped-commits.ts";
import { watchJournal } from "./held-journal.ts";
import { DatabaseMovedError, watchPlace } from "./in-place.ts";
import { createRowWatches, type RowWatches } from "./row-watch.ts";
import { createSqliteDialect } from "./sqlite-dialect.ts";
import { inMemory } from "./sqlite-files.ts";
import type { WriteAside } from "./sqlite-write-check.ts";
import { keepTemporaryInMemory } from "./temporary-files.ts";

/** How long one statement waits for another process's write. The wait blocks this whole process, so it is short. */
const lockTimeoutMs = 1000;
const mostOpenings = 3;

export type OpenSqlite = {
  kysely: Kysely<Tables>;
  rows: RowWatches;
  /** Carries out what writes to the file over another connection of this process, for which nothing of this one may be open. */
  writeAside: WriteAside;
  /** Whether what is written to it is where the next process looks for it. */
  isInPlace(): boolean;
  eraseTraces(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file, creating it and its folder, and reads it through before anything is written to it.
 * `isAlone`: no other program has it open, nor can open it until this one has closed it. Throws what SQLite or the file system
 * says; `connectDatabase` puts that into words.
 */
export async function openSqlite(
  path: string,
  { isAlone = false, setting }: { isAlone?: boolean | undefined } & Pick<Whereabouts, "setting"> = {},
): Promise<OpenSqlite> {
  // SQLite would make it readable to everybody, and prompts lie in it in clear.
  if (path !== inMemory) makePrivateFile(path);
  const file = await openPrepared(path, { isAlone, setting });
  const rows = createRowWatches(file);
  const isInPlace = watchPlace(path);
  const journal = watchJournal(path);
  const commits = new GroupedCommits(file, rows.undone, () => {
    if (!isInPlace()) throw new DatabaseMovedError();
  });
  const kysely = new Kysely<Tables>({
    dialect: explainForgotten(createSqliteDialect(file, commits)),
    plugins: [refuseForgotten],
  });
  return {
    kysely,
    rows,
    isInPlace,
    // Nobody else is let at the file meanwhile.
    eraseTraces: () =>
      kysely.connection().execute(async () => {
        commits.commit();
        journal.look(emptyJournal(file));
      }),
    writeAside(write) {
      commits.commit();
      rows.aside(write);
    },
    close: () => close(kysely, file),
  };
}

/**
 * What takes the file's place while it is waited for, such as a backup that is restored, is opened instead: else this process would work
 * with a file that nobody finds again, and write its journal over the other one's.
 */
async function openPrepared(
  path: string,
  options: { isAlone: boolean } & Pick<Whereabouts, "setting">,
): Promise<SqliteFile.Database> {
  for (let openings = 1; ; openings += 1) {
    const id = fileId(path);
    const file = new SqliteFile(path, { timeout: lockTimeoutMs });
    let failure: unknown;
    try {
      await retryWhileLocked(async () => prepare(file, options));
    } catch (error) {
      failure = error;
    }
    const isSame = fileId(path) === id;
    if (isSame && failure === undefined) return file;
    file.close();
    if (isSame) throw failure;
    if (openings === mostOpenings)
      throw new DatabaseStartError(
        "exchanged",
        { place: path, setting: options.setting },
        { cause: failure },
      );
  }
}

function prepare(
  file: SqliteFile.Database,
  { isAlone, setting }: { isAlone: boolean } & Pick<Whereabouts, "setting">,
): void {
  refuseDamage(file, { place: file.name, setting });
  if (isAlone) keepOthersOut(file);
  else file.pragma("journal_mode = WAL");
  file.pragma("synchronous = FULL");
  file.pragma("foreign_keys = ON");
  // KiB of its own, beside what the system keeps of the file; better-sqlite3's 16 MB would all be filled by one large sync.
  file.pragma("cache_size = -4000");
  keepTemporaryInMemory(file);
  // What is deleted or replaced is overwritten, not only let go: https://www.sqlite.org/pragma.html#pragma_secure_delete
  file.pragma("secure_delete = ON");
  refuseReadOnly(file);
}

/** Fails while anybody else has the file open, even one that does nothing: https://www.sqlite.org/pragma.html#pragma_journal_mode */
function keepOthersOut(file: SqliteFile.Database): void {
  file.pragma("journal_mode = delete");
  // The lock that the next transaction takes is kept until the file is closed.
  file.pragma("locking_mode = exclusive");
  file.exec("begin exclusive; commit");
}

function refuseDamage(file: SqliteFile.Database, at: Whereabouts): void {
  const verdict = file.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw new DatabaseStartError("damaged", at);
}

/** A read-only file opens without complaint, and so does BEGIN IMMEDIATE: only a write tells. Nothing is kept of it. */
function refuseReadOnly(file: SqliteFile.Database): void {
  file.exec("begin immediate");
  try {
    file.pragma("user_version = 1");
  } finally {
    // After some errors, such as a full disk, SQLite has done that by itself.
    if (file.inTransaction) file.exec("rollback");
  }
}

/**
 * The journal holds pages as they were before. It cannot be emptied while another program reads, which is not worth
 * waiting for: the wait would block this whole process.
 */
function emptyJournal(file: SqliteFile.Database): { isHeld: boolean } {
  file.pragma("busy_timeout = 0");
  try {
    return { isHeld: file.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 1 };
  } finally {
    file.pragma(`busy_timeout = ${lockTimeoutMs}`);
  }
}

/** Kysely closes the file only if it was ever asked something. */
async function close(kysely: Kysely<Tables>, file: SqliteFile.Database): Promise<void> {
  await kysely.destroy();
  file.close();
}
