import { type Exposure, exposedFiles } from "../../private-files.ts";
import type { DatabaseLocation } from "./connect.ts";

/**
 * The file of a database and those that SQLite keeps beside it while it is open, which take the first one's permissions:
 * https://www.sqlite.org/tempfiles.html
 */
export function filesOfSqlite(path: string): { main: string; beside: string[]; all: string[] } {
  const beside = ["-wal", "-shm", "-journal"].map((end) => `${path}${end}`);
  return { main: path, beside, all: [path, ...beside] };
}

/** What stands for a database that is no file: https://www.sqlite.org/inmemorydb.html */
export const inMemory = ":memory:";

/** What other users of this machine may do with what is stored, as far as files can tell. */
export function exposedData(location: DatabaseLocation): Exposure[] {
  if (location.kind === "postgres") return [];
  return exposedFiles(filesOfSqlite(location.file).all).map(({ sentence, remedy }) => ({
    sentence: `${sentence} Prompts lie in it in clear.`,
    remedy,
  }));
}
