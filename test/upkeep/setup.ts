import type { Database, DatabaseLocation } from "../../src/database/opening/connect.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { type Engine, makeEmptyDatabase } from "../support/databases.ts";

/** The variable that names this database. */
export function addressOf(location: DatabaseLocation): string {
  return location.kind === "sqlite" ? `file:${location.file}` : location.url;
}

/** A migrated database with what `fill` puts into it, closed again. */
export async function makeFilled(
  engine: Engine,
  fill: (database: Database) => Promise<void> = async () => undefined,
): Promise<DatabaseLocation> {
  const location = await makeEmptyDatabase(engine);
  await lookInto(location, async (database) => {
    await migrateToLatest(database);
    await fill(database);
  });
  return location;
}

/** Opens it for as long as `look` takes. */
export async function lookInto<T>(
  location: DatabaseLocation,
  look: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await connectDatabase(location);
  return look(database).finally(() => database.close());
}
