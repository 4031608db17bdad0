import type { Database as SqliteFile } from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import { createNameRank } from "../persona/name-rank.ts";

/**
 * Kysely's SQLite dialect, except that transactions take the write lock at once and migrations run inside one. `undone` is called
 * after each that was taken back.
 */
export function createSqliteDialect(file: SqliteFile, undone: () => void): Dialect {
  // Several times as fast as instr(), which compares byte by byte.
  file.function("name_rank", { deterministic: true }, createNameRank());
  return {
    createDriver: () => new ImmediateDriver(keepStatements(file), undone),
    createAdapter: () => new TransactionalDdlAdapter(),
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
function keepStatements(file: SqliteFile): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
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

/**
 * A deferred transaction that reads before it writes fails at once, without waiting, when another process wrote in
 * between: https://www.sqlite.org/lang_transaction.html
 */
class ImmediateDriver extends SqliteDriver {
  readonly #undone: () => void;

  constructor(database: SqliteDatabase, undone: () => void) {
    super({ database });
    this.#undone = undone;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection);
    this.#undone();
  }
}

/** SQLite can undo a CREATE TABLE; Kysely takes the careful default for every SQLite driver. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
