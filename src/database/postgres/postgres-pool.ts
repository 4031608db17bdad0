import { setTimeout as delay } from "node:timers/promises";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import { deadlineIn } from "../../patience.ts";
import { isConnectionLost } from "./connection-lost.ts";
import { LentClient } from "./lent-client.ts";

/** Connections of a pool; `waiting` are those who wait for one. */
export type PoolState = { used: number; idle: number; waiting: number };

export type WatchedPool = PostgresPool & {
  state(): PoolState;
  /** From now on whoever asks for a connection waits as long as `patienceMs` for a server that is away. Until then nobody does. */
  endure(): void;
};

export type PostgresPoolConfig = pg.PoolConfig & {
  /** What holds within each transaction, as SET LOCAL: a pooler hands the next one to another session, and takes no startup parameters. */
  withinTransactions: Readonly<Record<string, number>>;
  patienceMs: number;
};

export type CreatePool = (config: PostgresPoolConfig) => WatchedPool;

const firstPauseMs = 50;
const longestPauseMs = 500;

/** A pool as Kysely wants it. Nothing that happens to a connection ends the process, and none that may be broken is used again. */
export function createPostgresPool({
  withinTransactions,
  patienceMs,
  ...config
}: PostgresPoolConfig): WatchedPool {
  const pool = new pg.Pool(config);
  let isEnduring = false;
  // Connections of an older era lead to a server that has become read-only.
  let era = 0;
  const eras = new WeakMap<PostgresPoolClient, number>();
  // Without listeners the process would end: the pool's hears of connections that break while idle …
  pool.on("error", () => {});
  // … and each one's of its breaking while it is lent out, which its next query says as well.
  pool.on("connect", (client) => {
    client.on("error", () => {});
    eras.set(client, era);
  });

  async function connectOnce(): Promise<PostgresPoolClient> {
    for (;;) {
      const client = await pool.connect();
      if (eras.get(client) === era) return client;
      client.release(true);
    }
  }

  /** Nothing has been asked of the server yet, so trying again is harmless. */
  async function connect(deadlineMs = deadlineIn(patienceMs)): Promise<PostgresPoolClient> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await connectOnce();
      } catch (error) {
        if (!isEnduring || !isConnectionLost(error) || performance.now() + pauseMs > deadlineMs) throw error;
      }
      await delay(pauseMs);
    }
  }

  const lender = {
    connect,
    withinTransactions,
    deadlineMs: () => (isEnduring ? deadlineIn(patienceMs) : performance.now()),
    isReadOnly(client: PostgresPoolClient) {
      if (eras.get(client) === era) era += 1;
    },
  };
  return {
    options: pool.options,
    connect: async () => new LentClient(await connect(), lender),
    end: () => pool.end(),
    endure() {
      isEnduring = true;
    },
    state: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}
