import { existsSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { OutsideError } from "../../errors.ts";
import { isDamage } from "./sound-file.ts";

/**
 * Takes the database for this process alone, its journal taken in; returns how to let it go. Throws where another
 * program has it open. One that is no sound database any more cannot be held: nobody can work with it either.
 */
export function holdAlone(path: string): () => void {
  if (!existsSync(path)) return () => undefined;
  const file = new SqliteFile(path, { fileMustExist: true, timeout: 0 });
  try {
    // Fails while anybody else has the file open, even one that does nothing: https://www.sqlite.org/pragma.html#pragma_journal_mode
    file.pragma("journal_mode = delete");
    file.exec("begin exclusive");
    return () => file.close();
  } catch (error) {
    file.close();
    if (isDamage(error)) return () => undefined;
    if (!isUse(error)) throw error;
    throw new OutsideError(
      `Another program has ${path} open, most likely the bot. Nothing was changed. Stop it, then restore again.`,
      { cause: error },
    );
  }
}

function isUse(error: unknown): boolean {
  return error instanceof SqliteFile.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}
