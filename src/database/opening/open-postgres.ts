import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { explainForgotten } from "../forgotten/explain-forgotten.ts";
import { refuseForgotten } from "../forgotten/refuse-forgotten.ts";
import type { Tables } from "../tables.ts";
import { type CreatePool, createPostgresPool, type PoolState } from "./postgres-pool.ts";

/** By which bots, and what is done beside them, are told apart in `pg_stat_activity`. */
export const botName = "personaforge-bot";
export const errandName = "personaforge-errand";

const connectTimeoutMs = 5_000;
const idleTimeoutMs = 30_000;
/** The server gives a statement up after this long … */
const statementTimeoutMs = 10_000;
/** … and when no answer comes at all, as from a server that vanished, so do we. */
const answerTimeoutMs = 15_000;
const maxConnections = 10;

/** Opens a pool whose statements are cut off after 10 s. Nothing is connected before the first query. */
export function openPostgres(
  url: string,
  name: string,
  createPool?: CreatePool,
): { kysely: Kysely<Tables>; poolState(): PoolState } {
  const config = {
    connectionString: url,
    application_name: name,
    max: maxConnections,
    statement_timeout: statementTimeoutMs,
    query_timeout: answerTimeoutMs,
  };
  return open(config, createPool);
}

/** One connection for migrations: their statements, and the wait for another process's migration, may take long. */
export function openPostgresForMigrations(url: string, name: string): Kysely<Tables> {
  return open({ connectionString: url, application_name: name, max: 1 }).kysely;
}

/** How far the database's clock is ahead of this process's, in milliseconds; good to half a round trip. */
export async function measureClockOffset(kysely: Kysely<Tables>): Promise<number> {
  const sentAt = Date.now();
  const query = sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`;
  const { rows } = await query.execute(kysely);
  const answeredAt = Date.now();
  return rows[0] ? Math.round(rows[0].now - (sentAt + answeredAt) / 2) : 0;
}

function open(config: pg.PoolConfig, createPool: CreatePool = createPostgresPool) {
  const pool = createPool({
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    keepAlive: true,
    types: numericTypes(),
    ...config,
  });
  const kysely = new Kysely<Tables>({
    dialect: explainForgotten(new PostgresDialect({ pool })),
    plugins: [refuseForgotten],
  });
  return { kysely, poolState: () => pool.state() };
}

/** count(*) is a 64-bit number, which pg hands out as text; none of ours comes near 2^53. */
function numericTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}
