import { existsSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { z } from "zod";
import { migrations } from "../../../migrations/all.ts";
import { OutsideError } from "../../errors.ts";
import { judgeSchema, readRecorded, recordedQuery, recordedTables } from "../opening/schema.ts";
import { keepTemporaryInMemory } from "../sqlite/temporary-files.ts";

/** Reads a file through: whether it is a database, and all of it. */
export function isSound(file: string): boolean {
  try {
    return within(file, (opened) => {
      const isWhole = opened.pragma("integrity_check(1)", { simple: true }) === "ok";
      return isWhole && z.array(z.unknown()).parse(opened.pragma("foreign_key_check")).length === 0;
    });
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** SQLite finds out by the first page, or by the first one that it cannot read. */
export function isDamage(error: unknown): boolean {
  return error instanceof SqliteFile.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}

/** Whether it is a database of this program, of whatever version; an empty one is none. */
export function isOfThisBot(file: string): boolean {
  return within(file, (opened) => {
    const hasTable = opened.prepare("select 1 from sqlite_master where name = ?");
    return recordedTables.every((name) => hasTable.get(name));
  });
}

/** Throws unless it is a database of this program, and of no newer version that this one cannot work with. */
export function refuseForeign(file: string, place: string): void {
  if (!isOfThisBot(file)) throw new OutsideError(`${place} is no database of this bot. Nothing was changed.`);
  within(file, (opened) => {
    const done = readRecorded(opened.prepare(recordedQuery).all());
    if (judgeSchema(done, migrations) !== "newer") return;
    throw new OutsideError(
      `${place} was written by a newer version of this program. Nothing was changed. Restore it with that version, or choose another backup.`,
    );
  });
}

/** Takes in what stands in its journal, and leaves nothing beside the file: a copy of that one file is the whole. */
export function makeSingleFile(file: string): void {
  within(file, (opened) => opened.pragma("journal_mode = delete"));
}

/** The teams of a database of this program; none where it is none, or damaged. */
export function teamsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    return within(file, (opened) => {
      const rows = opened.prepare("select tenant_id from tenants order by tenant_id").pluck().all();
      return z.array(z.string()).parse(rows);
    });
  } catch (error) {
    if (error instanceof SqliteFile.SqliteError) return [];
    throw error;
  }
}

export function within<T>(file: string, look: (opened: SqliteFile.Database) => T): T {
  const opened = new SqliteFile(file, { fileMustExist: true });
  try {
    keepTemporaryInMemory(opened);
    return look(opened);
  } finally {
    opened.close();
  }
}
