import { setTimeout as delay } from "node:timers/promises";
import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from "kysely";
import pg from "pg";
import { isConnectionLost, isReadOnlyServer, isTakenBack, unknownOutcome } from "./connection-lost.ts";
import { isRepeatable } from "./repeatable.ts";

/** Where a connection comes from, and another one when it is lost. */
export type Lender = {
  connect(deadlineMs?: number): Promise<PostgresPoolClient>;
  withinTransactions: Readonly<Record<string, number>>;
  /** Until when something that is asked now, or failed with this, may be asked again, as `performance.now()`. */
  deadlineMs(error?: unknown): number;
  /** The server takes writes. */
  tookWrite(): void;
  /** The server of this connection takes no writes any more. */
  isReadOnly(client: PostgresPoolClient): void;
};

const pauseMs = 250;
/** Two that were in each other's way must not meet again. */
const longestTurnMs = 100;

/**
 * A connection as long as somebody has it. One that is lost is replaced by another, and what was asked is asked again, where
 * nothing can have been done by it: a statement that only reads, or that a read-only server refused, and the beginning of a
 * transaction; so is one that says that it may be done twice, and, on the same connection, one that the server took back. Whether a transaction was committed is looked up where the answer was lost.
 */
export class LentClient implements PostgresPoolClient {
  readonly #lender: Lender;
  /** Undefined: it was lost, and there is no other. */
  #client: PostgresPoolClient | undefined;
  #mayBeBroken = false;
  #isInTransaction = false;
  /** What the present transaction failed of. PostgreSQL itself says of whatever follows only that it has failed. */
  #failure: unknown;
  /** By which PostgreSQL knows the transaction afterwards; undefined where it was not asked. */
  #transaction: Transaction | undefined;

  constructor(client: PostgresPoolClient, lender: Lender) {
    this.#client = client;
    this.#lender = lender;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(what: string | PostgresCursor<Row>, parameters: readonly unknown[] = []) {
    if (typeof what !== "string") return this.#present().query(what);
    if (/^(begin|start transaction)/.test(what)) return this.#begin(what);
    if (what === "commit") return this.#commit();
    if (what === "rollback") return this.#rollBack();
    const ask = () => this.#ask<Row>(what, parameters);
    return this.#isInTransaction ? ask() : this.#again(ask, isRead(what) || isRepeatable(what));
  }

  release(destroy = false): void {
    this.#client?.release(destroy || this.#mayBeBroken);
  }

  /** One round trip for all of it. A transaction of another level than usual takes its snapshot with its first query, so nothing is asked for it. */
  async #begin(begin: string) {
    const settings = Object.entries(this.#lender.withinTransactions);
    const isUsual = begin === "begin";
    const statements = [
      // Whatever a database or its user is set to: who has waited for a lock must see what was written before it was let go.
      isUsual ? "begin isolation level read committed" : begin,
      ...settings.map(([name, value]) => `set local ${name} = ${value}`),
      ...(isUsual ? [awaitDisk, `select txid_current()::text as id, ${serverStart} as server`] : []),
    ];
    const answers = await this.#again(() => this.#ask(statements.join("; ")), true);
    this.#isInTransaction = true;
    this.#failure = undefined;
    this.#transaction = isUsual && Array.isArray(answers) ? answers.at(-1)?.rows[0] : undefined;
    return answers;
  }

  async #commit() {
    this.#isInTransaction = false;
    try {
      return await this.#ask("commit");
    } catch (error) {
      if (this.#transaction === undefined || !isConnectionLost(error)) throw error;
      const outcome = await this.#findOutcome(this.#transaction, error).catch(() => "unknown");
      if (outcome === "committed") return done("COMMIT");
      if (outcome === "aborted") throw error;
      const message = "Connection terminated while a transaction was being committed";
      throw Object.assign(new Error(message, { cause: error }), { code: unknownOutcome });
    }
  }

  /** https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT */
  async #findOutcome({ id, server }: Transaction, lost: unknown): Promise<Outcome> {
    const deadlineMs = this.#lender.deadlineMs();
    for (;;) {
      const question = `select ${outcomeOf} as outcome, ${serverStart} as server`;
      const look = () => this.#ask<{ outcome: Outcome; server: string }>(question, [id]);
      await this.#replace(deadlineMs);
      const [answer] = await this.#again(look, true).then(({ rows }) => rows, unlessInFuture);
      // It was given out once, and the server that knows nothing of it has lost it.
      if (!answer) return "aborted";
      const { outcome } = answer;
      const isKnown = outcome !== "not replayed";
      if (isKnown && answer.server !== server && !isOrderlyStop(lost)) return afterCrash(outcome);
      // The server's side of the lost connection does not know yet that it is lost, or the next server is not what the last one was.
      if ((isKnown && outcome !== "in progress") || performance.now() > deadlineMs) return outcome;
      await delay(pauseMs);
    }
  }

  /** With a connection that is lost its transaction is over. */
  async #rollBack() {
    this.#isInTransaction = false;
    return this.#mayBeBroken || this.#client === undefined ? done("ROLLBACK") : this.#ask("rollback");
  }

  async #again<Answer>(ask: () => Promise<Answer>, isHarmless: boolean): Promise<Answer> {
    const deadlineMs = this.#lender.deadlineMs();
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (isTakenBack(error) && performance.now() + longestTurnMs < deadlineMs) {
          await delay(Math.random() * longestTurnMs);
          continue;
        }
        const mayBeAsked = isReadOnlyServer(error) || (isHarmless && isConnectionLost(error));
        const untilMs = Math.min(deadlineMs, this.#lender.deadlineMs(error));
        if (!mayBeAsked || performance.now() + pauseMs > untilMs) throw error;
        // Whoever only reads has the connection's place meanwhile.
        await this.#replace(deadlineMs, isReadOnlyServer(error) ? pauseMs : 0);
      }
    }
  }

  async #replace(deadlineMs: number, afterMs = 0): Promise<void> {
    this.#client?.release(true);
    this.#client = undefined;
    if (afterMs > 0) await delay(afterMs);
    this.#client = await this.#lender.connect(deadlineMs);
    this.#mayBeBroken = false;
  }

  async #ask<Row>(sql: string, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
    const client = this.#present();
    try {
      const answer = await client.query<Row>(sql, parameters);
      if (isWrite(sql)) this.#lender.tookWrite();
      return answer;
    } catch (error) {
      if (isReadOnlyServer(error)) this.#lender.isReadOnly(client);
      if (isReadOnlyServer(error) || !isWordOfServer(error)) this.#mayBeBroken = true;
      if (isAborted(error) && this.#failure !== undefined) throw this.#failure;
      if (this.#isInTransaction) this.#failure ??= error;
      throw error;
    }
  }

  #present(): PostgresPoolClient {
    if (this.#client) return this.#client;
    throw new Error("Connection terminated, and there is no other");
  }
}

type Outcome = "committed" | "aborted" | "in progress" | "not replayed" | "unknown";
/** One transaction of one server: after a crash numbers are given out again that nothing on disk tells of. */
type Transaction = { id: string; server: string };

/** Whoever is told that something is saved counts on it after a crash, too. What waits for standbys besides, or for no more than this disk, stays. */
const awaitDisk = `select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'`;

/** A standby that is about to be promoted replays what was committed first, and says until then that it has not been. */
const outcomeOf = "case when pg_is_in_recovery() then 'not replayed' else txid_status($1::bigint) end";

const serverStart = "extract(epoch from pg_postmaster_start_time())::text";

/** Under its number another transaction may have run since. Where that is not committed, ours is not either. */
function afterCrash(outcome: Outcome): Outcome {
  return outcome === "committed" ? "unknown" : "aborted";
}

function isOrderlyStop(error: unknown): boolean {
  return (error as { code?: unknown }).code === "57P01";
}

/** "transaction ID … is in the future" */
function unlessInFuture(error: unknown): [] {
  if ((error as { code?: unknown }).code === "22023") return [];
  throw error;
}

function done(command: "COMMIT" | "ROLLBACK"): PostgresQueryResult<never> {
  return { command, rowCount: 0, rows: [] };
}

/** Nothing of ours that begins so writes or locks, outside transactions. */
function isRead(sql: string): boolean {
  return /^\s*select\b/i.test(sql);
}

/** Not all that write begin so, but enough do. */
function isWrite(sql: string): boolean {
  return /^\s*(insert|update|delete)\b/i.test(sql);
}

function isAborted(error: unknown): boolean {
  return (error as { code?: unknown }).code === "25P02";
}

/**
 * Whether the server itself refused a statement, and goes on. After a timeout the pool would lend out a connection on
 * which nothing ever answers; after FATAL the server hangs up: https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
function isWordOfServer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}
