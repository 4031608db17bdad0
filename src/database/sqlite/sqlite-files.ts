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
