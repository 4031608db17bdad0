import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { expect, onTestFinished, test } from "vitest";
import { migrations } from "../../../migrations/all.ts";
import {
  connectDatabase,
  type Database,
  type DatabaseLocation,
} from "../../../src/database/opening/connect.ts";
import { doubtsAbout } from "../../../src/database/opening/doubts.ts";
import { migrateToLatest, schemaStanding } from "../../../src/database/opening/migrate.ts";
import { forEachEngine, makeEmptyDatabase, makeEncodedDatabase } from "../../support/databases.ts";

const run = promisify(execFile);
const migrateProcess = fileURLToPath(new URL("../../support/migrate-process.ts", import.meta.url));

const good: Migration = {
  up: (kysely) => kysely.schema.createTable("first").addColumn("id", "integer").execute(),
};
const bad: Migration = {
  async up(kysely) {
    await kysely.schema.createTable("second").addColumn("id", "integer").execute();
    await sql`select nothing_of_this_name`.execute(kysely);
  },
};

async function connect(location: DatabaseLocation): Promise<Database> {
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  return database;
}

async function tableNames({ kysely }: Database): Promise<string[]> {
  const tables = await kysely.introspection.getTables();
  return tables.map((table) => table.name).sort();
}

async function recordedMigrations({ kysely }: Database): Promise<unknown[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
    kysely,
  );
  return rows.map((row) => row.name);
}

forEachEngine((engine) => {
  test("an empty database gets every table, and migrating again changes nothing", async () => {
    const database = await connect(await makeEmptyDatabase(engine));

    await migrateToLatest(database);
    await migrateToLatest(database);

    expect(await tableNames(database)).toEqual([
      "after_calls",
      "audit",
      "conversations",
      "deliveries",
      "discord_seats",
      "discord_shards",
      "discord_starts",
      "drafts",
      "forgotten",
      "gates",
      "installations",
      "instances",
      "landing_pages",
      "leftovers",
      "links",
      "name_blocks",
      "owed",
      "owners",
      "persona_versions",
      "personas",
      "platform_state",
      "rehearsal_lines",
      "sync_runs",
      "templates",
      "tenant_settings",
      "tenants",
      "usage",
      "videos",
      "warnings",
    ]);
    expect(await recordedMigrations(database)).toEqual(Object.keys(migrations));
  });

  test("processes that start at once migrate once, and all of them go on", async () => {
    const location = await makeEmptyDatabase(engine);
    const place = location.kind === "sqlite" ? location.file : location.url;

    await Promise.all([1, 2, 3].map(() => run(process.execPath, [migrateProcess, place])));

    const database = await connect(location);
    expect(await recordedMigrations(database)).toEqual(["slow"]);
    expect(await tableNames(database)).toEqual(["made_once"]);
  });

  test("a migration that fails leaves nothing behind, and the next start can succeed", async () => {
    const database = await connect(await makeEmptyDatabase(engine));

    const failing = migrateToLatest(database, { "0001-good": good, "0002-bad": bad });

    await expect(failing).rejects.toThrow(/could not be brought up to date.*undone/);
    expect(await tableNames(database)).toEqual([]);
    expect(await schemaStanding(database)).toBe("empty");
    await migrateToLatest(database, { "0001-good": good });
    expect(await tableNames(database)).toEqual(["first"]);
  });

  test("a database of a newer version is refused and left as it is", async () => {
    const database = await connect(await makeEmptyDatabase(engine));
    await migrateToLatest(database, { "0001-good": good, "0002-newer": { up: async () => {} } });

    const older = migrateToLatest(database, { "0001-good": good });

    await expect(older).rejects.toThrow(
      /newer version of this program\. Nothing was changed\. Start that version/,
    );
    expect(await recordedMigrations(database)).toEqual(["0001-good", "0002-newer"]);
  });
});

/** A schema that another program keeps its own tables in, made by Kysely as well. */
async function inhabit({ kysely }: Database, schema: string): Promise<void> {
  await sql`create schema ${sql.id(schema)}`.execute(kysely);
  for (const name of ["kysely_migration", "kysely_migration_lock"])
    await sql`create table ${sql.id(schema, name)} (name text)`.execute(kysely);
}

async function schemaOf({ kysely }: Database, table: string): Promise<unknown> {
  const { rows } = await sql`select schemaname from pg_tables where tablename = ${table}`.execute(kysely);
  return rows;
}

test("tables of another program in another schema are not taken for the bot's", async () => {
  const database = await connect(await makeEmptyDatabase("postgres"));
  await inhabit(database, "other");

  await migrateToLatest(database);
  await migrateToLatest(database);

  expect(await schemaOf(database, "personas")).toEqual([{ schemaname: "public" }]);
});

test("tables that are there stay the bot's, and new ones are made beside them, though a schema comes that is looked into first", async () => {
  const location = await makeEmptyDatabase("postgres");
  const database = await connect(location);
  await migrateToLatest(database);
  // The usual search path begins with a schema of the user's name.
  await sql`create schema postgres`.execute(database.kysely);
  const again = await connect(location);

  const { done } = await migrateToLatest(again, { ...migrations, "9999-first": good });

  expect(done).toEqual(["9999-first"]);
  expect(await schemaOf(again, "personas")).toEqual([{ schemaname: "public" }]);
  expect(await schemaOf(again, "first")).toEqual([{ schemaname: "public" }]);
});

test("a new database whose search path leads nowhere is refused with a sentence", async () => {
  const location = await makeEmptyDatabase("postgres");
  const url = new URL(location.kind === "postgres" ? location.url : "");
  url.searchParams.set("options", "-csearch_path=nowhere");
  const database = await connect({ kind: "postgres", url: url.href });

  await expect(migrateToLatest(database)).rejects.toThrow(
    /no schema where tables could be made: search_path/,
  );

  expect(await schemaOf(database, "personas")).toEqual([]);
});

test.each<["LATIN1" | "SQL_ASCII", string, string[]]>([
  // What a server has that was made where no locale is set, as in a bare container.
  ["SQL_ASCII", "Zoë 🚀", []],
  ["LATIN1", "Zoë", [expect.stringMatching(/its encoding is LATIN1: .* an emoji, cannot be saved/)]],
])("a new database in %s is used, and what it cannot keep is told", async (encoding, text, told) => {
  const location: DatabaseLocation = { kind: "postgres", url: await makeEncodedDatabase(encoding) };
  const database = await connect(location);

  await migrateToLatest(database);

  expect(await doubtsAbout(database, location)).toEqual(told);
  expect((await sql`select ${text}::text as kept`.execute(database.kysely)).rows).toEqual([{ kept: text }]);
});
