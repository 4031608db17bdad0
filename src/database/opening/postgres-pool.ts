import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import pg from "pg";

/** Connections of a pool; `waiting` are those who wait for one. */
export type PoolState = { used: number; idle: number; waiting: number };

export type WatchedPool = PostgresPool & { state(): PoolState };

export type CreatePool = (config: pg.PoolConfig) => WatchedPool;

/** A pool as Kysely wants it. Nothing that happens to a connection ends the process, and none that may be broken is used again. */
export function createPostgresPool(config: pg.PoolConfig): WatchedPool {
  const pool = new pg.Pool(config);
  // Without listeners the process would end: the pool's hears of connections that break while idle …
  pool.on("error", () => {});
  // … and each one's of its breaking while it is lent out, which its next query says as well.
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    options: pool.options,
    connect: async () => new LentClient(await pool.connect()),
    end: () => pool.end(),
    state: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/** A connection as long as somebody has it. */
class LentClient implements PostgresPoolClient {
  readonly #client: PostgresPoolClient;
  #mayBeBroken = false;

  constructor(client: PostgresPoolClient) {
    this.#client = client;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(what: string | PostgresCursor<Row>, parameters: readonly unknown[] = []) {
    if (typeof what !== "string") return this.#client.query(what);
    return this.#client.query<Row>(what, parameters).catch((error: unknown) => {
      if (!isWordOfServer(error)) this.#mayBeBroken = true;
      throw error;
    });
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#mayBeBroken);
  }
}

/**
 * Whether the server itself refused a statement, and goes on. After a timeout the pool would lend out a connection on
 * which nothing ever answers; after FATAL the server hangs up: https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
function isWordOfServer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}
