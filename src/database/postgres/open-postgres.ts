import { type Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { explainForgotten } from "../forgotten/explain-forgotten.ts";
import { refuseForgotten } from "../forgotten/refuse-forgotten.ts";
import type { Tables } from "../tables.ts";
import { EnduringKysely } from "./enduring-kysely.ts";
import { LockedAlready } from "./migration-lock.ts";
import {
  type CreatePool,
  createPostgresPool,
  type PostgresPoolConfig,
  type WatchedPool,
} from "./postgres-pool.ts";

/** By which bots, and what is done beside them, are told apart in `pg_stat_activity`. */
export const botName = "personaforge-bot";
export const errandName = "personaforge-errand";

const connectTimeoutMs = 5_000;
const idleTimeoutMs = 30_000;
/** In a transaction the server gives a statement up after this long … */
const statementTimeoutMs = 10_000;
/** … and the transaction of a process that has stood still, whose locks others wait for. */
const idleInTransactionMs = 30_000;
/** When no answer comes at all, as from a server that vanished, so do we. */
const answerTimeoutMs = 15_000;
export const defaultConnections = 10;

/** How long whoever asks for something waits for a server that restarts, before they hear that it was not done. */
const usualPatienceMs = 8_000;

export type PostgresOptions = {
  /** As a startup parameter, which poolers take. */
  name: string;
  poolSize?: number | undefined;
  patienceMs?: number | undefined;
  createPool?: CreatePool | undefined;
};

/** Opens a pool. Nothing is connected before the first query. */
export function openPostgres(
  url: string,
  options: PostgresOptions,
): { kysely: Kysely<Tables>; pool: WatchedPool } {
  const { name, poolSize = defaultConnections, patienceMs = usualPatienceMs, createPool } = options;
  const config = {
    connectionString: url,
    application_name: name,
    max: poolSize,
    query_timeout: answerTimeoutMs,
    patienceMs,
    withinTransactions: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    },
  };
  return open(config, createPool);
}

/** One connection for migrations: their statements may take long, whatever the server usually allows. */
export function openPostgresForMigrations(
  url: string,
  { name, patienceMs = usualPatienceMs }: PostgresOptions,
) {
  const withinTransactions = {
    statement_timeout: 0,
    lock_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  };
  const { kysely, pool } = open({
    connectionString: url,
    application_name: name,
    max: 1,
    patienceMs,
    withinTransactions,
  });
  pool.endure();
  return {
    kysely,
    /** To be called before any of them. Servers before PostgreSQL 17 refuse this one, for they do not know it. */
    async allowLongTransactions(): Promise<void> {
      const known = sql`select 1 where current_setting('transaction_timeout', true) is not null`;
      if ((await known.execute(kysely)).rows.length > 0)
        Object.assign(withinTransactions, { transaction_timeout: 0 });
    },
  };
}

function open(config: PostgresPoolConfig, createPool: CreatePool = createPostgresPool) {
  const pool = createPool({
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    keepAlive: true,
    types: numericTypes(),
    ...config,
  });
  const dialect = new PostgresDialect({ pool });
  dialect.createAdapter = () => new LockedAlready();
  const settings = { dialect: explainForgotten(dialect), plugins: [refuseForgotten] };
  return { kysely: new EnduringKysely(settings, pool.deadlineMs), pool };
}

/** count(*) is a 64-bit number, which pg hands out as text; none of ours comes near 2^53. */
function numericTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}
