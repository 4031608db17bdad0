import { existsSync, realpathSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { makePrivateFile } from "../../private-files.ts";

/**
 * Makes this process the one bot on the SQLite database at `path`, which must be there, until the returned function is called or
 * the process ends, however it ends; undefined where another one is. The lock is SQLite's own, on an empty file beside the database:
 * whatever else opens the database, such as a backup or a viewer, does not count.
 */
export function holdForBot(path: string): (() => void) | undefined {
  const lock = lockOf(path);
  makePrivateFile(lock);
  const file = new SqliteFile(lock, { timeout: 0 });
  try {
    file.exec("begin exclusive");
    return () => file.close();
  } catch (error) {
    file.close();
    if (isHeld(error)) return undefined;
    throw error;
  }
}

/** Whether a bot is at work on it. Changes nothing. */
export function isHeldByBot(path: string): boolean {
  const lock = lockOf(path);
  if (!existsSync(lock)) return false;
  const file = new SqliteFile(lock, { readonly: true, timeout: 0 });
  try {
    file.prepare("select 1 from sqlite_master").all();
    return false;
  } catch (error) {
    if (isHeld(error)) return true;
    throw error;
  } finally {
    file.close();
  }
}

/** The same by whichever link the database is reached. */
function lockOf(path: string): string {
  return `${realpathSync(path)}.lock`;
}

function isHeld(error: unknown): boolean {
  return error instanceof SqliteFile.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
