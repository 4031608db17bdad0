import type pg from "pg";
import { z } from "zod";
import { bad, type ClockReading, type Finding, good, note, skipped } from "../../finding.ts";
import { fleetTables } from "../fleet/fleet-tables.ts";
import { createClient, examineWay, type Way } from "../postgres/doctor-way.ts";
import { narrowEncoding } from "../postgres/narrow-encoding.ts";
import { defaultConnections } from "../postgres/open-postgres.ts";
import { sealedQuery } from "../sealed/places.ts";
import { teamTables } from "../team-tables.ts";
import { describePlace } from "./connect.ts";
import type { DatabaseExamination } from "./doctor-examination.ts";
import {
  examineTables,
  hasCalls,
  hasOwners,
  hasSettings,
  missingMigrations,
  notedGuildQuery,
  readNotedGuild,
  readSealed,
  readSettings,
  readTrespasses,
  readUnderWay,
  settingsQuery,
  trespassesQuery,
  underWayQuery,
} from "./doctor-tables.ts";
import { type Recorded, readRecorded, recordedQuery, recordedTables } from "./schema.ts";

/** Asks the server in one transaction that may only read. Throws what pg says. */
export async function examinePostgres(
  { url, ...way }: Omit<Way, "poolSize"> & { poolSize?: number },
  now: () => number,
): Promise<DatabaseExamination> {
  const client = await createClient(url);
  await client.connect();
  try {
    await client.query("begin transaction read only");
    const found = await examineWay(client, { url, poolSize: defaultConnections, ...way });
    const place = describePlace({ kind: "postgres", url });
    const { findings, ...examined } = await examineServer(client, { place, now });
    return { findings: [...findings, ...found], ...examined };
  } finally {
    await client.end();
  }
}

async function examineServer(
  client: pg.Client,
  { place, now }: { place: string; now: () => number },
): Promise<DatabaseExamination> {
  const { state, clock } = await readState(client, now);
  const server = examineAnswer(state, place);
  if (state.closed_tables.length > 0) {
    return {
      findings: [server, skipped("Tables", "Not looked at: see Rights."), closedTables(state)],
      clock,
    };
  }
  const done = state.has_migrations ? await readMigrations(client) : [];
  const findings = [server, examineTables(done, place), examineRights(state, done)];
  const trespasses = hasOwners(done) ? readTrespasses((await client.query(trespassesQuery)).rows) : undefined;
  const underWay = hasCalls(done) ? readUnderWay((await client.query(underWayQuery)).rows) : undefined;
  if (!hasSettings(done)) return { findings, clock, settings: [], sealed: [], trespasses, underWay };
  const settings = readSettings((await client.query(settingsQuery)).rows);
  const sealed = readSealed((await client.query(sealedQuery(done))).rows);
  const notedGuild = readNotedGuild((await client.query(notedGuildQuery)).rows);
  return { findings, clock, settings, sealed, notedGuild, trespasses, underWay };
}

function examineAnswer({ version, encoding }: State, place: string): Finding {
  const sentence = `${place} answers (PostgreSQL ${version})`;
  const narrow = narrowEncoding(encoding);
  return narrow
    ? bad("Server", `${sentence}, and ${narrow.sentence}`, narrow.remedy)
    : good("Server", `${sentence}.`);
}

const stateSchema = z.tuple([
  z.object({
    version: z.string(),
    now_ms: z.coerce.number(),
    schema: z.string().nullable(),
    may_create: z.boolean().nullable(),
    is_read_only: z.boolean(),
    has_migrations: z.boolean(),
    closed_tables: z.array(z.string()),
    has_others_tables: z.boolean(),
    encoding: z.string(),
  }),
]);
type State = z.output<typeof stateSchema>[0];

const tableNames = Object.keys({ ...teamTables, ...fleetTables })
  .map((table) => `'${table}'`)
  .join(", ");

const isOurTable = `schemaname = current_schema() and tablename in ('kysely_migration', ${tableNames})`;

/** A table is closed if this user may not read and write all of it, and another's if this user may not alter it. */
const stateQuery = `
  select current_setting('server_version') as version,
    floor(extract(epoch from clock_timestamp()) * 1000) as now_ms,
    current_setting('server_encoding') as encoding,
    current_schema() as schema,
    has_schema_privilege(current_schema(), 'CREATE') as may_create,
    pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as is_read_only,
    ${recordedTables.map((table) => `to_regclass('${table}') is not null`).join(" and ")} as has_migrations,
    array(
      select tablename::text from pg_tables where ${isOurTable}
      and not (
        has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
        and has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT')
        and has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')
        and has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE')
      ) order by tablename
    ) as closed_tables,
    exists (
      select 1 from pg_tables where ${isOurTable} and not pg_has_role(tableowner, 'USAGE')
    ) as has_others_tables`;

async function readState(
  client: pg.Client,
  now: () => number,
): Promise<{ state: State; clock: ClockReading }> {
  const sentAt = now();
  const { rows } = await client.query(stateQuery);
  const aheadMs = (atMs: number) => Math.round(atMs - (sentAt + now()) / 2);
  const [state] = stateSchema.parse(rows);
  return { state, clock: { whose: "PostgreSQL", aheadMs: aheadMs(state.now_ms) } };
}

async function readMigrations(client: pg.Client): Promise<Recorded[]> {
  return readRecorded((await client.query(recordedQuery)).rows);
}

function examineRights(state: State, done: readonly Recorded[]): Finding {
  if (state.is_read_only) {
    const remedy = "Point DATABASE_URL at the primary server, and let this user write.";
    return bad(
      "Rights",
      "The server takes no writes from this user: it is a standby or set to read only.",
      remedy,
    );
  }
  if (state.schema === null) {
    const remedy = "Create that schema, or correct search_path of this user or this database.";
    return bad("Rights", "search_path names no schema that is there and that this user may use.", remedy);
  }
  const lack = lackForUpdate(state);
  if (!lack) return good("Rights", `This user may make tables in the schema ${state.schema}.`);
  const { sentence, remedy } = lack;
  if (missingMigrations(done).length > 0) return bad("Rights", sentence, remedy);
  return note("Rights", sentence, `Nothing is missing today; before the next update: ${remedy}`);
}

function lackForUpdate({ may_create, has_others_tables }: State) {
  if (may_create !== true)
    return {
      sentence: "This user may not make tables.",
      remedy: "Grant it CREATE on the schema, or use another user in DATABASE_URL.",
    };
  if (!has_others_tables) return undefined;
  return {
    sentence: "Another user made some of the tables, and an update may change them only as that one.",
    remedy:
      "Let this user own them (ALTER TABLE … OWNER TO, each of them), or use the user that made them in DATABASE_URL.",
  };
}

function closedTables({ closed_tables: names }: State): Finding {
  return bad(
    "Rights",
    `This user may not read and write all tables (${names.join(", ")}).`,
    "Grant it SELECT, INSERT, UPDATE and DELETE on them, or use the user that made them in DATABASE_URL.",
  );
}
