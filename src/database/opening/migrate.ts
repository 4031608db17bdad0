import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "../../../migrations/all.ts";
import { fileNames } from "../persona/name-blocks.ts";
import { underMigrationLock } from "../postgres/migration-lock.ts";
import { placeOfTables } from "../postgres/place-of-tables.ts";
import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";
import { DatabaseStartError, explainStartError, retryWhileLocked } from "./database-errors.ts";
import {
  judgeSchema,
  type KnownMigrations,
  missingFrom,
  notingWhoGoesOn,
  type Recorded,
  readRecorded,
  recordedQuery,
  type Standing,
} from "./schema.ts";

/** `done`: the names of the migrations that were run now. `isAhead`: the tables are a newer version's, which lets this one go on. */
export type Migrated = { done: string[]; isAhead: boolean };

/**
 * Brings the tables up to date, all or nothing, and then the names that are not filed yet. Any number of processes may do this at once: one does the work, the
 * others wait for it. Tables of a newer version that says so are worked with as they are. Throws a `DatabaseStartError` if the
 * database is newer than `known` otherwise, or cannot be changed.
 */
export async function migrateToLatest(
  database: Database,
  known: KnownMigrations = migrations,
): Promise<Migrated> {
  try {
    const done = await migrateUnlessAhead(database, known);
    if (database.engine === "postgres") await refuseElsewhere(database, known);
    if (known === migrations) await retryWhileLocked(() => fileNames(database));
    return { done: done ?? [], isAhead: done === undefined };
  } catch (error) {
    if ((await schemaStanding(database, known)) === "newer")
      throw new DatabaseStartError("newer", database, { cause: error });
    throw explainStartError(error, database, "migrationFailed");
  }
}

/** How the tables stand to this program. Changes nothing. */
export async function schemaStanding(
  { kysely }: Pick<Database, "kysely">,
  known: KnownMigrations = migrations,
): Promise<Standing> {
  return judgeSchema(await findRecorded(kysely), known);
}

/**
 * Migrations go past a pooler, by an address of its own: what they have made must be what everything else finds. Says nothing where this
 * user may not read which there were.
 */
async function refuseElsewhere(database: Database, known: KnownMigrations): Promise<void> {
  const { rows } = await sql<{ is_there: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there`.execute(database.kysely);
  const recorded = rows[0]?.is_there ? await findRecorded(database.kysely) : [];
  const isBehind = recorded.length > 0 && missingFrom(recorded, known).length > 0;
  if (!rows[0]?.is_there || isBehind) throw new DatabaseStartError("elsewhere", database);
}

/** Undefined: a newer version has migrated already, perhaps while this one was about to. Kysely refuses what it does not know. */
async function migrateUnlessAhead(database: Database, known: KnownMigrations): Promise<string[] | undefined> {
  try {
    return await database.forMigrations((kysely) =>
      database.engine === "postgres"
        ? underMigrationLock(kysely, async (transaction) =>
            migrate(transaction, known, await placeOfTables(transaction, database)),
          )
        : retryWhileLocked(() => migrate(kysely, known)),
    );
  } catch (error) {
    if ((await schemaStanding(database, known)) === "ahead") return undefined;
    throw error;
  }
}

/** Without a schema Kysely takes a table of its own that stands in any of the database for the one of these tables. */
async function migrate(
  kysely: Kysely<Tables>,
  known: KnownMigrations,
  schema: { migrationTableSchema?: string } = {},
): Promise<string[]> {
  const migrator = new Migrator({
    db: kysely.withoutPlugins(),
    provider: { getMigrations: async () => notingWhoGoesOn(known) },
    ...schema,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/** None where there are no tables yet. */
async function findRecorded(kysely: Kysely<Tables>): Promise<Recorded[]> {
  const read = async (query: string) => readRecorded((await sql.raw(query).execute(kysely)).rows);
  // Without the first migration nothing can have been noted.
  const unnoted = "select name, null as works_with from kysely_migration";
  return read(recordedQuery).catch(() => read(unnoted).catch(() => []));
}
