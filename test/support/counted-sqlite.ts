import Sqlite from "better-sqlite3";
import { onTestFinished } from "vitest";

export type CountedSqlite = {
  /** The statements since the last call, each with its spaces folded; those that begin and end transactions are among them. */
  taken(): string[];
  /** How often a text was made a statement so far. */
  prepared(): number;
};

/** Counts every statement that SQLite is given in this process until the test ends: what any layer above it cannot hide. */
export function countSqlite(): CountedSqlite {
  let seen: string[] = [];
  let prepared = 0;
  const prepare = Sqlite.prototype.prepare;
  Sqlite.prototype.prepare = function countedPrepare(this: Sqlite.Database, source: string) {
    const statement = prepare.call(this, source);
    prepared += 1;
    for (const way of ["run", "all", "get", "iterate"] as const) {
      const carryOut = statement[way].bind(statement) as (...parameters: unknown[]) => never;
      statement[way] = (...parameters: unknown[]) => {
        seen.push(source.replace(/\s+/g, " ").trim());
        return carryOut(...parameters);
      };
    }
    return statement;
  } as typeof prepare;
  onTestFinished(() => {
    Sqlite.prototype.prepare = prepare;
  });
  return {
    taken() {
      const taken = seen;
      seen = [];
      return taken;
    },
    prepared: () => prepared,
  };
}
