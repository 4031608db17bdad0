import pg from "pg";
import { badAsTold, type Finding, good, note } from "../../finding.ts";
import { directWhereabouts, whereaboutsOf } from "../opening/connect.ts";
import { explainStartError, type Whereabouts } from "../opening/database-errors.ts";
import { settleAddress } from "./address.ts";
import { isPooled } from "./is-pooled.ts";

const connectTimeoutMs = 4000;
const answerTimeoutMs = 4000;
/** To listen, and while it migrates. */
const connectionsBeside = 2;

export type Way = { url: string; directUrl?: string; poolSize: number };

/** A client for the doctor, not connected yet. */
export async function createClient(
  url: string,
  at: Whereabouts = whereaboutsOf({ kind: "postgres", url }),
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: await settleAddress(url, at),
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    application_name: "personaforge-doctor",
  });
  // A connection that breaks later also fails the query that waits for it.
  client.on("error", () => undefined);
  return client;
}

/** Whether a pooler stands in the way, whether there is one past it, and whether the server has as many connections as a process may take. */
export async function examineWay(client: pg.Client, { directUrl, poolSize }: Way): Promise<Finding[]> {
  const isBehindPooler = await isPooled(client);
  if (directUrl !== undefined) return [await examineDirect(client, directUrl)];
  if (isBehindPooler) {
    return [
      note(
        "Pooler",
        "DATABASE_URL leads to a pooler. The bot works there, only its processes do not wake each other.",
        "Set DATABASE_DIRECT_URL to the address past it, if there is one.",
      ),
    ];
  }
  return examineConnections(client, poolSize + connectionsBeside);
}

async function examineDirect(pooled: pg.Client, directUrl: string): Promise<Finding> {
  const remedy = "Set DATABASE_DIRECT_URL to the address past the pooler, or remove it.";
  const at = directWhereabouts(directUrl);
  try {
    const direct = await createClient(directUrl, at);
    try {
      await direct.connect();
      if ((await identityOf(direct)) !== (await identityOf(pooled)))
        return badAsTold("Pooler", `DATABASE_DIRECT_URL names another database than DATABASE_URL. ${remedy}`);
      if (await isPooled(direct))
        return note(
          "Pooler",
          "DATABASE_DIRECT_URL leads to a pooler as well: processes do not wake each other.",
          remedy,
        );
      return good("Pooler", `DATABASE_DIRECT_URL leads past it, to ${at.place}.`);
    } finally {
      await direct.end().catch(() => undefined);
    }
  } catch (error) {
    return badAsTold("Pooler", explainStartError(error, at).message);
  }
}

/** The same database of the same server, whatever way leads there. */
async function identityOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ identity: string }>(
    "select oid::text || ' ' || pg_postmaster_start_time()::text as identity from pg_database where datname = current_database()",
  );
  return rows[0]?.identity;
}

async function examineConnections(client: pg.Client, wanted: number): Promise<Finding[]> {
  const { rows } = await client.query<{ most: number }>(
    "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most",
  );
  const most = rows[0]?.most ?? Number.POSITIVE_INFINITY;
  if (wanted <= most) return [];
  return [
    badAsTold(
      "Connections",
      `A process may take ${wanted} connections, and the server has ${most}. Lower DATABASE_POOL_SIZE, or raise max_connections there.`,
    ),
  ];
}
