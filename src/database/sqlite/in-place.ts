import { existsSync, realpathSync } from "node:fs";
import { OutsideError } from "../../errors.ts";
import { fileId } from "../opening/file-id.ts";
import { filesOfSqlite } from "./sqlite-files.ts";

export const movedSentence =
  "The database's file, or what SQLite keeps beside it (-wal, -shm), was deleted or replaced while the bot had it open.";

/** What would be written now the next process would not find. */
export class DatabaseMovedError extends OutsideError {
  override readonly name = "DatabaseMovedError";
  /** SQLite's own word for it, which it says in other journal modes alone: https://www.sqlite.org/rescode.html#readonly_dbmoved */
  readonly code = "SQLITE_READONLY_DBMOVED";

  constructor() {
    super(
      `${movedSentence} Nothing more is written, for it would be lost. Put the files back as they were, or stop the bot, put a backup in their place, and start it again.`,
    );
  }
}

/**
 * Whether the files of an open database stand where they stood at this moment. To SQLite, as to every program, a file that is deleted or
 * renamed while it is open is there as before: all goes well until the process ends. A few microseconds.
 */
export function watchPlace(path: string): () => boolean {
  if (!existsSync(path)) return () => true;
  // Those beside it are named after the file itself, whatever link leads to it.
  const { beside } = filesOfSqlite(realpathSync(path));
  const opened = [path, ...beside].map((file) => ({ file, id: fileId(file) })).filter(({ id }) => id !== "");
  return () => opened.every(({ file, id }) => fileId(file) === id);
}
