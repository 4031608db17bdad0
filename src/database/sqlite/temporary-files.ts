import type { Database as SqliteFile } from "better-sqlite3";

/**
 * Where nothing but the volume of the data can be written to, SQLite finds no folder for what it keeps meanwhile, which are pages in clear,
 * and calls that a failing disk: https://www.sqlite.org/tempfiles.html
 */
export function keepTemporaryInMemory(file: SqliteFile): void {
  file.pragma("temp_store = MEMORY");
}
