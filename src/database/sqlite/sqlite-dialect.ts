import type { Database as SqliteFile } from "better-sqlite3";
import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { createNameRank } from "../persona/name-rank.ts";
import type { GroupedCommits } from "./grouped-commits.ts";
import { GroupingDriver, type KeptStatement, type KeptStatements } from "./grouping-driver.ts";

/**
 * Kysely's SQLite dialect, except that transactions take the write lock at once, that commits are grouped, and that migrations run
 * inside one.
 */
export function createSqliteDialect(file: SqliteFile, commits: GroupedCommits): Dialect {
  // Several times as fast as instr(), which compares byte by byte.
  file.function("name_rank", { deterministic: true }, createNameRank());
  return {
    createDriver: () => new GroupingDriver(keepStatements(file), commits),
    createAdapter: () => new GroupingAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  };
}

/** More than are in use at a time. */
const mostStatements = 500;

/**
 * Kysely prepares a statement each time it is run, which costs as much as running it; the texts are nearly always the same.
 * Beyond so many those go that were not used for longest: one prepared statement may hold hundreds of kilobytes.
 */
function keepStatements(file: SqliteFile): KeptStatements {
  const kept = new Map<string, KeptStatement>();
  return {
    close: () => file.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? file.prepare(sql);
      // The last of a map are those that were put in last.
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.size > mostStatements ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

/** The driver sees to it that one at a time has the connection; and SQLite can undo a CREATE TABLE, for which Kysely takes the careful default. */
class GroupingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
