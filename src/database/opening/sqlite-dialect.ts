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

/** Kysely's SQLite dialect, except that transactions take the write lock at once and migrations run inside one. */
export function createSqliteDialect(file: SqliteFile): Dialect {
  // Several times as fast as instr(), which compares byte by byte.
  file.function("name_rank", { deterministic: true }, createNameRank());
  return {
    createDriver: () => new ImmediateDriver({ database: keepStatements(file) }),
    createAdapter: () => new TransactionalDdlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  };
}

/** More than the program has; a statement beyond it is prepared each time. */
const mostStatements = 500;

/** Kysely prepares a statement each time it is run, which costs as much as running it; the texts are always the same. */
function keepStatements(file: SqliteFile): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => file.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? file.prepare(sql);
      if (kept.size < mostStatements) kept.set(sql, statement);
      return statement;
    },
  };
}

/**
 * A deferred transaction that reads before it writes fails at once, without waiting, when another process wrote in
 * between: https://www.sqlite.org/lang_transaction.html
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

/** SQLite can undo a CREATE TABLE; Kysely takes the careful default for every SQLite driver. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
