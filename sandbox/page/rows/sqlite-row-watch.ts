import Database from "better-sqlite3";
import { z } from "zod";
import {
  isSameRow,
  keyOf,
  linkedIn,
  type RowChange,
  type RowWatch,
  selectWatched,
  type WatchedRow,
  watchedRow,
  watchedTables,
} from "./watched-rows.ts";

const lockPatienceMs = 50;

/**
 * Reads over the bot's shoulder: personas, calls, videos and their links in its SQLite file. `isReady` keeps it away while the bot
 * creates or migrates the file.
 */
export function createSqliteRowWatch(file: string, isReady: () => boolean): RowWatch {
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
      .map(({ kind, row }) => ({ kind, row, before: known.get(keyOf(kind, row)) }))
      .filter(({ before, row }) => !isSameRow(before, row));
    known = new Map(read.map(({ kind, row }) => [keyOf(kind, row), row]));
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
    linked: () => linkedIn(known),
    close: () => void database?.close(),
  };
}

function readRows(database: Database.Database): Pick<RowChange, "kind" | "row">[] {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  if (!tables.includes("links")) return [];
  return watchedTables.flatMap((watched) => {
    if (!tables.includes(watched.table)) return [];
    const rows = database.prepare(selectWatched(watched)).all();
    return z
      .array(watchedRow)
      .parse(rows)
      .map((row) => ({ kind: watched.kind, row }));
  });
}
