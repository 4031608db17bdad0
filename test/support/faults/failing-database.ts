import type { KyselyPlugin } from "kysely";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";

/** What a database says that fails: https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const failures = {
  locked: ["SQLITE_BUSY", "55P03", "database is locked"],
  full: ["SQLITE_FULL", "53100", "database or disk is full"],
  cut: ["SQLITE_IOERR", "57P01", "disk I/O error"],
} as const;

export type DatabaseFault = {
  how: keyof typeof failures;
  /** Reads fail too; else what writes. */
  ofReads: boolean;
  /** The statement is carried out, and its answer lost; on PostgreSQL alone, for SQLite has none to lose. */
  isAnswerLost: boolean;
  /** So many statements go well before. */
  after: number;
  times: number;
};

export type FailingDatabase = {
  connect: typeof connectDatabase;
  /** The same database, failing. */
  of(database: Database): Database;
  set(fault: DatabaseFault): void;
  clear(): void;
};

/** A database that fails as it is told to. */
export function createFailingDatabase(): FailingDatabase {
  let fault: DatabaseFault | undefined;
  let passed = 0;
  const struck = new WeakSet<object>();

  const isStruck = (kind: string, isAnswer: boolean) => {
    if (!fault || fault.isAnswerLost !== isAnswer) return false;
    if (!fault.ofReads && (kind === "SelectQueryNode" || kind === "RawNode")) return false;
    passed += 1;
    return passed > fault.after && passed <= fault.after + fault.times;
  };
  const failWith = (engine: Database["engine"]) => {
    const [onSqlite, onPostgres, message] = failures[fault?.how ?? "locked"];
    return Object.assign(new Error(message), { code: engine === "sqlite" ? onSqlite : onPostgres });
  };
  const failing = (engine: Database["engine"]): KyselyPlugin => ({
    transformQuery({ node, queryId }) {
      if (isStruck(node.kind, false)) throw failWith(engine);
      if (engine === "postgres" && isStruck(node.kind, true)) struck.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (struck.has(queryId)) throw failWith(engine);
      return result;
    },
  });
  const of = (database: Database): Database => ({
    ...database,
    kysely: database.kysely.withPlugin(failing(database.engine)),
  });
  return {
    connect: async (...options) => of(await connectDatabase(...options)),
    of,
    set(next) {
      fault = next;
      passed = 0;
    },
    clear() {
      fault = undefined;
    },
  };
}
