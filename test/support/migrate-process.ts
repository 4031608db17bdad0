/**
 * A process of its own that opens the database of its first argument and runs one slow migration, `slow`, that could
 * not run twice. Prints nothing when all went well.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Migration } from "kysely/migration";
import { connectDatabase, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";

const slow: Migration = {
  async up(kysely) {
    await kysely.schema.createTable("made_once").addColumn("id", "integer").execute();
    await pause(400);
  },
};

const place = process.argv[2] ?? "";
const location: DatabaseLocation = place.startsWith("postgres:")
  ? { kind: "postgres", url: place }
  : { kind: "sqlite", file: place };
const database = await connectDatabase(location);
await migrateToLatest(database, { slow });
await database.close();
