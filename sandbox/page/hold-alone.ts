import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/**
 * Keeps other sandboxes away from a folder until the returned function is called or this process ends, however it
 * ends: the lock is SQLite's own, and given up too when nobody holds on to that function any more.
 * Two bots on one database, each with its own Tavus account, would undo each other's work. Throws where another
 * process holds the folder.
 */
export function holdAlone(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new Database(join(folder, "lock.db"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    const isHeld = error instanceof Database.SqliteError && error.code === "SQLITE_BUSY";
    if (!isHeld) throw error;
    throw new Error("A sandbox is running already. Stop it with Ctrl-C, or use its page.", { cause: error });
  }
  return () => lock.close();
}
