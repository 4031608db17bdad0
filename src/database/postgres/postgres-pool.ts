import { setTimeout as delay } from "node:timers/promises";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import { within } from "../../within.ts";
import { isConnectionLost, isReadOnlyServer } from "./connection-lost.ts";
import { goodbyeMs, hangUp } from "./hang-up.ts";
import { LentClient } from "./lent-client.ts";

/** Connections of a pool; `waiting` are those who wait for one. */
export type PoolState = { used: number; idle: number; waiting: number };

export type WatchedPool = PostgresPool & {
  state(): PoolState;
  /** From now on whoever asks for a connection waits as long as `patienceMs` for a server that is away. Until then nobody does. */
  endure(): void;
  /**
   * Until when what is asked now, or failed with this, may be asked again, as `performance.now()`. A server that has been away, or has taken
   * no writes, for `patienceMs` is waited for by nobody: people hear of it at once.
   */
  deadlineMs(error?: unknown): number;
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
  let awaySinceMs: number | undefined;
  let readOnlySinceMs: number | undefined;
  // Connections of an older era lead to a server that has become read-only.
  let era = 0;
  const eras = new WeakMap<PostgresPoolClient, number>();
  const open = new Set<pg.PoolClient>();
  // Without listeners the process would end: the pool's hears of connections that break while idle …
  pool.on("error", () => {});
  // … and each one's of its breaking while it is lent out, which its next query says as well.
  pool.on("connect", (client) => {
    client.on("error", () => {});
    eras.set(client, era);
    open.add(client);
    client.on("end", () => open.delete(client));
  });

  async function end(): Promise<void> {
    await within(pool.end(), goodbyeMs);
    for (const client of open) hangUp(client);
  }

  async function connectOnce(): Promise<PostgresPoolClient> {
    for (;;) {
      const client = await pool.connect();
      awaySinceMs = undefined;
      if (eras.get(client) === era) return client;
      client.release(true);
    }
  }

  function patientUntilMs(error?: unknown): number {
    const nowMs = performance.now();
    const sinceMs = isReadOnlyServer(error) ? readOnlySinceMs : awaySinceMs;
    return isEnduring ? (sinceMs ?? nowMs) + patienceMs : nowMs;
  }

  /** Nothing has been asked of the server yet, so trying again is harmless. */
  async function connect(deadlineMs = Number.POSITIVE_INFINITY): Promise<PostgresPoolClient> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await connectOnce();
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        awaySinceMs ??= performance.now();
        if (performance.now() + pauseMs > Math.min(deadlineMs, patientUntilMs())) throw error;
      }
      await delay(pauseMs);
    }
  }

  const lender = {
    connect,
    withinTransactions,
    deadlineMs: patientUntilMs,
    tookWrite() {
      readOnlySinceMs = undefined;
    },
    isReadOnly(client: PostgresPoolClient) {
      readOnlySinceMs ??= performance.now();
      if (eras.get(client) === era) era += 1;
    },
  };
  return {
    options: pool.options,
    connect: async () => new LentClient(await connect(), lender),
    end,
    endure() {
      isEnduring = true;
    },
    deadlineMs: patientUntilMs,
    state: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}
