import { existsSync, realpathSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { OutsideError } from "../../errors.ts";
import { makePrivateFile } from "../../private-files.ts";
import { explainStartError } from "../opening/database-errors.ts";

/**
 * Makes this process the one bot on the SQLite database at `path`, which must be there, until the returned function is called or
 * the process ends, however it ends; undefined where another one is. The lock is SQLite's own, on an empty file beside the database:
 * whatever else opens the database, such as a backup or a viewer, does not count. Throws an OutsideError where the lock itself
 * cannot be taken.
 */
export function holdForBot(path: string): (() => void) | undefined {
  let file: SqliteFile.Database | undefined;
  try {
    const lock = lockOf(path);
    makePrivateFile(lock);
    file = new SqliteFile(lock, { timeout: 0 });
    file.exec("begin exclusive");
    const held = file;
    return () => held.close();
  } catch (error) {
    file?.close();
    if (isHeld(error)) return undefined;
    throw inWords(path, error);
  }
}

/** Whether a bot is at work on it. Changes nothing. Throws as `holdForBot` does. */
export function isHeldByBot(path: string): boolean {
  const lock = lockOf(path);
  if (!existsSync(lock)) return false;
  let file: SqliteFile.Database | undefined;
  try {
    file = new SqliteFile(lock, { readonly: true, timeout: 0 });
    file.prepare("select 1 from sqlite_master").all();
    return false;
  } catch (error) {
    if (isHeld(error)) return true;
    throw inWords(path, error);
  } finally {
    file?.close();
  }
}

/** The same by whichever link the database is reached. */
function lockOf(path: string): string {
  return `${realpathSync(path)}.lock`;
}

function isHeld(error: unknown): boolean {
  return error instanceof SqliteFile.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/** A full disk is the database's, too. Any other failure is the lock's own, such as one that root has left there. */
function inWords(path: string, error: unknown): OutsideError {
  const explained = explainStartError(error, { place: path });
  if (explained.problem === "diskFull") return explained;
  return new OutsideError(
    `The file ${lockOf(path)}, by which one bot keeps others from the database, cannot be used. Let this program's user read and write it, or delete it while no bot runs.`,
    { cause: error },
  );
}
