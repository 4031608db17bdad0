import { setTimeout as delay } from "node:timers/promises";
import { type Kysely, PostgresAdapter, sql } from "kysely";
import type { Tables } from "../tables.ts";

/** The one that Kysely's own migrator takes, so that programs from before this file wait as well. */
const lockId = sql.lit(BigInt("3853314791062309107"));
const pauseMs = 200;

/**
 * Runs `work` in the one transaction that may change the tables now. The lock ends with it, as one of a session would not behind a
 * pooler; and whoever waits holds no connection meanwhile, which a pooler may need for the bots that run.
 */
export async function underMigrationLock<T>(
  kysely: Kysely<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  for (;;) {
    const turn = await kysely.transaction().execute(async (transaction) => {
      const { rows } = await sql<{
        is_ours: boolean;
      }>`select pg_try_advisory_xact_lock(${lockId}) as is_ours`.execute(transaction);
      return rows[0]?.is_ours ? { result: await work(transaction) } : undefined;
    });
    if (turn) return turn.result;
    await delay(pauseMs);
  }
}

/** Kysely locks by session. Here the transaction that it is called in has the lock: `underMigrationLock`. */
export class LockedAlready extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
