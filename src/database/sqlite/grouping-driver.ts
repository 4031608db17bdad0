import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import type { Entered, GroupedCommits } from "./grouped-commits.ts";

export type KeptStatement = SqliteStatement & { readonly: boolean };
export type KeptStatements = Omit<SqliteDatabase, "prepare"> & { prepare(sql: string): KeptStatement };

/** One after another has the one connection, but for those whose commit is all that they wait for. */
export class GroupingDriver extends SqliteDriver {
  readonly #statements: KeptStatements;
  readonly #commits: GroupedCommits;
  readonly #lock = createLock();

  constructor(statements: KeptStatements, commits: GroupedCommits) {
    super({ database: statements });
    this.#statements = statements;
    this.#commits = commits;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#lock.take();
    const connection = await super.acquireConnection();
    return new Turn(connection, { statements: this.#statements, commits: this.#commits, lock: this.#lock });
  }

  override async beginTransaction(turn: DatabaseConnection): Promise<void> {
    await (turn as Turn).begin();
  }

  override async commitTransaction(turn: DatabaseConnection): Promise<void> {
    await (turn as Turn).commit();
  }

  override async rollbackTransaction(turn: DatabaseConnection): Promise<void> {
    (turn as Turn).takeBack();
  }

  override async releaseConnection(turn?: DatabaseConnection): Promise<void> {
    (turn as Turn).release();
  }

  override async destroy(): Promise<void> {
    this.#commits.commit();
    await super.destroy();
  }
}

type Shared = { statements: KeptStatements; commits: GroupedCommits; lock: Lock };

/** What changes rows and nothing else; whatever else a statement may do, it does by itself. */
const changesRows = /^\s*(insert|update|delete|with|replace)\b/i;

/** The connection, for as long as somebody has it. */
class Turn implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #shared: Shared;
  #entered: Entered | undefined;
  #failure: unknown;
  #hasLock = true;
  #isReleased = false;

  constructor(connection: DatabaseConnection, shared: Shared) {
    this.#connection = connection;
    this.#shared = shared;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#entered) return this.#within<R>(query);
    await this.#takeLock();
    const { statements, commits } = this.#shared;
    if (statements.prepare(query.sql).readonly || !changesRows.test(query.sql)) {
      commits.commit();
      return this.#connection.executeQuery<R>(query);
    }
    const entered = commits.enter("statement");
    const result = await this.#connection.executeQuery<R>(query).catch((error: unknown) => {
      commits.takeBack(entered, error);
      throw error;
    });
    await this.#leave(entered);
    return result;
  }

  async #within<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#connection.executeQuery<R>(query);
    } catch (error) {
      // Whoever goes on all the same: SQLite has taken back what the statement did.
      this.#failure = error;
      this.#shared.commits.statementFailed();
      throw error;
    }
  }

  async *streamQuery<R>(query: CompiledQuery, rows: number): AsyncIterableIterator<QueryResult<R>> {
    if (!this.#entered) this.#shared.commits.commit();
    yield* this.#connection.streamQuery<R>(query, rows);
  }

  /**
   * A deferred transaction that reads before it writes fails at once, without waiting, when another process wrote in
   * between: https://www.sqlite.org/lang_transaction.html
   */
  async begin(): Promise<void> {
    await this.#takeLock();
    this.#entered = this.#shared.commits.enter("transaction");
  }

  async commit(): Promise<void> {
    const entered = this.#entered;
    if (!entered) return;
    const committed = this.#leave(entered);
    this.#entered = undefined;
    await committed;
  }

  /** Of what has left already nothing is there any more. */
  takeBack(): void {
    const entered = this.#entered;
    this.#entered = undefined;
    if (entered)
      this.#shared.commits.takeBack(entered, this.#failure ?? new Error("A transaction was taken back."));
  }

  release(): void {
    this.#isReleased = true;
    this.#leaveLock();
  }

  #leaveLock(): void {
    if (this.#hasLock) this.#shared.lock.leave();
    this.#hasLock = false;
  }

  /** Whoever asks after they have given it back has not waited for what they asked for before. */
  async #takeLock(): Promise<void> {
    if (this.#hasLock) return;
    if (!this.#isReleased) {
      await this.#shared.lock.take();
      this.#hasLock = true;
    }
    if (!this.#isReleased) return;
    this.#leaveLock();
    throw new Error("Somebody asked the database for more than they waited for.");
  }

  /** The next may go on while this one waits for its commit. */
  #leave(entered: Entered): Promise<void> {
    const committed = this.#shared.commits.leave(entered);
    this.#leaveLock();
    return committed;
  }
}

type Lock = { take(): Promise<void>; leave(): void };

function createLock(): Lock {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    async take() {
      if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else isTaken = false;
    },
  };
}
