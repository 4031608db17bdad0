import { sql } from "kysely";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createUsageStore } from "../../../src/database/team/usage-store.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { askServer } from "../../support/postgres.ts";

/** A migrated database that its administrator has set otherwise than PostgreSQL comes, with a table of two counters. */
async function openWith(setting: string): Promise<Database> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const name = new URL(location.url).pathname.slice(1);
  await askServer(inject("postgresServer"), `alter database ${name} set ${setting}`);
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  await sql`create table counters as select id, 0 as n from generate_series(1, 2) as id`.execute(
    database.kysely,
  );
  return database;
}

async function countersOf({ kysely }: Database): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from counters order by id`.execute(kysely);
  return rows.map(({ n }) => n);
}

const twenty = Array.from({ length: 20 }, (_, index) => index);
const levels = ["read committed", "repeatable read", "serializable"];

describe.each(levels)("where the usual level is %s", (level) => {
  const open = () => openWith(`default_transaction_isolation = '${level}'`);

  test("of twenty at once not one more than the limit is taken", async () => {
    const usage = createUsageStore(await open());
    const limit = { member: 3, team: 4 };
    const reserve = (index: number) =>
      usage.reserve(tenant, { userId: `u${index}`, kind: "creates", id: `form ${index}`, amount: 1, limit });

    const results = await Promise.all(twenty.map(reserve));

    expect(results.filter(({ isReserved }) => isReserved)).toHaveLength(4);
  });

  test("of twenty statements that write the same at once each is carried out", async () => {
    const database = await open();
    const count = () =>
      sql`update counters set n = n + 1 from pg_sleep(0.02) where id = 1`.execute(database.kysely);

    await Promise.all(twenty.map(count));

    expect(await countersOf(database)).toEqual([20, 0]);
  });
});

const inTheWay: [string, string][] = [
  ["wait for each other", "deadlock_timeout = '100ms'"],
  ["may not wait for long", "lock_timeout = '50ms'"],
];

test.each(inTheWay)("two transactions that %s are both done, once", async (_how, setting) => {
  const database = await openWith(setting);
  const countBoth = (first: number, second: number) =>
    database.kysely.transaction().execute(async (transaction) => {
      await sql`update counters set n = n + 1 where id = ${first}`.execute(transaction);
      await sql`select pg_sleep(0.2)`.execute(transaction);
      await sql`update counters set n = n + 1 where id = ${second}`.execute(transaction);
    });

  await Promise.all([countBoth(1, 2), countBoth(2, 1)]);

  expect(await countersOf(database)).toEqual([2, 2]);
});

test.each([
  ["off", "on"],
  ["local", "local"],
  ["remote_apply", "remote_apply"],
])("what a server is set to wait for at a commit (%s) is this at least in a transaction: %s", async (setting, expected) => {
  const { kysely } = await openWith(`synchronous_commit = ${setting}`);

  const { rows } = await kysely
    .transaction()
    .execute((on) => sql`select current_setting('synchronous_commit') as is`.execute(on));

  expect(rows).toEqual([{ is: expected }]);
});

test.each([
  "read committed",
  "repeatable read",
] as const)("what changes the tables, or moves them (%s), may last longer than the server lets a transaction", async (level) => {
  const location = await makeEmptyDatabase("postgres");
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  await sql`do $$ begin execute format('alter database %I set transaction_timeout = 300', current_database()); end $$`.execute(
    database.kysely,
  );
  const last = async (kysely: Database["kysely"]) => {
    const begun = kysely.transaction();
    const levelled = level === "read committed" ? begun : begun.setIsolationLevel(level);
    return levelled.execute((on) => sql`select pg_sleep(0.6)`.execute(on));
  };

  await expect(database.forMigrations(last)).resolves.toBeDefined();
});
