import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { migrations } from "../../../migrations/all.ts";
import { fileNames } from "../persona/name-blocks.ts";
import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";
import { DatabaseStartError, explainStartError, retryWhileLocked } from "./database-errors.ts";

/**
 * Brings the tables up to date, all or nothing, and then the names that are not filed yet. Any number of processes may do this at once: one does the work, the
 * others wait for it. Throws a `DatabaseStartError` if the database is newer than `known`, or cannot be changed.
 */
export async function migrateToLatest(
  database: Database,
  known: Record<string, Migration> = migrations,
): Promise<void> {
  try {
    await database.forMigrations((kysely) => retryWhileLocked(() => migrate(kysely, known)));
    if (known === migrations) await retryWhileLocked(() => fileNames(database));
  } catch (error) {
    if (await isNewer(database, known))
      throw new DatabaseStartError("newer", database.place, { cause: error });
    throw explainStartError(error, database.place, "migrationFailed");
  }
}

async function migrate(kysely: Kysely<Tables>, known: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({
    db: kysely.withoutPlugins(),
    provider: { getMigrations: async () => known },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** A migration is recorded here that this program does not have. Kysely refuses to go on, but only in its own words. */
async function isNewer(database: Database, known: Record<string, Migration>): Promise<boolean> {
  const recorded = await database.kysely
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration")
    .select("name")
    .execute()
    .catch(() => []);
  return recorded.some(({ name }) => !(name in known));
}
