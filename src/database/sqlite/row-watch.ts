import type { Database as SqliteFile } from "better-sqlite3";

type Value = string | number | null;

/** Rows that are written: of which table, in which way, and the columns of which is told. */
export type RowWatch = {
  table: string;
  after: "insert" | "update" | "delete";
  columns: readonly string[];
  /** SQL over the row, which is `new`, or `old` where it is deleted; absent: every row. */
  when?: string;
  /** Called within the statement, before its commit. It must not throw, nor ask the database. */
  heard(...values: Value[]): void;
  /** What was heard may not be so any more: a transaction was taken back, or somebody else has written. */
  undone(): void;
};

export type RowWatches = {
  watch(watch: RowWatch): void;
  /** To be called before anything is answered from what was heard. */
  catchUp(): void;
};

/**
 * Tells of rows as they are written, by whichever statement: what is remembered of them cannot be forgotten where one more
 * is added. Only for SQLite, whose one process sees every write; that somebody else has written all the same shows, but not what.
 * Until the file is closed. The tables must be there. `undone`: to be called after each transaction that is taken back; `aside`: carries
 * out what this process itself writes over another connection, which concerns nobody here; it says when it has the lock to write.
 *
 * https://www.sqlite.org/lang_createtrigger.html (a temporary trigger is this connection's own),
 * https://www.sqlite.org/pragma.html#pragma_data_version
 */
export function createRowWatches(
  file: SqliteFile,
): RowWatches & { undone(): void; aside(write: (locked: () => void) => void): void } {
  const watches: RowWatch[] = [];
  let version: unknown;
  let areHeard = true;

  function undone(): void {
    for (const watch of watches) watch.undone();
    areHeard = false;
    try {
      // What was made within a transaction went with it.
      for (const [index, watch] of watches.entries()) file.exec(triggerOf(watch, nameOf(index)));
      areHeard = true;
    } catch {
      // Nothing is remembered until it can be done.
    }
  }

  const versionNow = () => file.pragma("data_version", { simple: true });

  function catchUp(): void {
    const before = version;
    version = versionNow();
    if (version !== before || !areHeard) undone();
  }

  return {
    watch(watch) {
      const name = nameOf(watches.push(watch) - 1);
      file.function(name, { varargs: true }, (...values: Value[]) => {
        watch.heard(...values);
        return null;
      });
      file.exec(triggerOf(watch, name));
    },
    catchUp,
    undone,
    aside(write) {
      write(catchUp);
      version = versionNow();
    },
  };
}

function nameOf(index: number): string {
  return `heard_${index}`;
}

function triggerOf({ table, after, columns, when }: RowWatch, name: string): string {
  const row = after === "delete" ? "old" : "new";
  const told = columns.map((column) => `${row}.${column}`).join(", ");
  return `create temp trigger if not exists ${name} after ${after} on main.${table} ${when ? `when ${when}` : ""}
    begin select ${name}(${told}); end`;
}
