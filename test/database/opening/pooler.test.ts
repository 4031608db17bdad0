import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { type PostgresPooler, startPostgresPooler } from "../../support/pooler/postgres-pooler.ts";

async function startPooler(sessions: number): Promise<{ pooler: PostgresPooler; directUrl: string }> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  return { pooler: await startPostgresPooler(location.url, { sessions }), directUrl: location.url };
}

async function open(url: string, options: { directUrl?: string } = {}): Promise<Database> {
  const database = await connectDatabase({ kind: "postgres", url, ...options });
  onTestFinished(() => database.close());
  return database;
}

const team = "slack:T1";

const note = ({ kysely }: Database, name: string) =>
  kysely.transaction().execute(async (on) => {
    await on.insertInto("platform_state").values({ tenant_id: team, name, value: "v" }).execute();
    await sql`select 1`.execute(on);
  });

test.each([
  ["through it", false],
  ["past it", true],
])("twenty starts at once behind a pooler that migrate %s are twenty bots, and one migrates", async (_how, isDirect) => {
  const { pooler, directUrl } = await startPooler(3);
  const start = async () => {
    const database = await open(pooler.url, isDirect ? { directUrl } : {});
    return (await migrateToLatest(database)).done.length;
  };

  const started = await Promise.all(Array.from({ length: 20 }, start));

  expect(started.filter((count) => count > 0)).toHaveLength(1);
  expect(pooler.offences).toEqual([]);
});

test("twenty starts under traffic come up, and the traffic goes on", async () => {
  const { pooler } = await startPooler(3);
  const running = await open(pooler.url);
  await migrateToLatest(running);
  let areUp = false;
  const write = async (writer: number) => {
    let count = 0;
    while (!areUp || count < 10) await note(running, `${writer}.${count++}`);
    return count;
  };
  const written = Promise.all([1, 2, 3, 4, 5].map(write));

  const starts = Array.from({ length: 20 }, async () => migrateToLatest(await open(pooler.url)));

  await expect(Promise.all(starts)).resolves.toHaveLength(20);
  areUp = true;
  const counts = await written;
  const kept = await running.kysely
    .selectFrom("platform_state")
    .select("name")
    .where("tenant_id", "=", team)
    .execute();
  expect(kept).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  expect(pooler.offences).toEqual([]);
});

test("a start that fails in the middle of its migrations keeps nobody out", async () => {
  const { pooler } = await startPooler(1);
  const bad = { "0001-bad": { up: async () => Promise.reject(new Error("bad")) } };

  await expect(migrateToLatest(await open(pooler.url), bad)).rejects.toThrow(
    "could not be brought up to date",
  );

  await expect(migrateToLatest(await open(pooler.url))).resolves.toMatchObject({ isAhead: false });
});

test("a limit of one transaction does not stay in the session for the next", async () => {
  const { pooler } = await startPooler(1);
  const database = await open(pooler.url);
  await database.kysely.transaction().execute((on) => sql`select 1`.execute(on));

  const { rows } = await sql`select current_setting('statement_timeout') as limit`.execute(database.kysely);

  expect(rows).toEqual([{ limit: "0" }]);
});

test("in a transaction the server itself gives a statement up", async () => {
  const { pooler } = await startPooler(1);
  const database = await open(pooler.url);

  const limits = database.kysely
    .transaction()
    .execute((on) =>
      sql`select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle`.execute(
        on,
      ),
    );

  expect((await limits).rows).toEqual([{ statement: "10s", idle: "30s" }]);
});

test("what an address asks for that a pooler does not take is named", async () => {
  const { pooler } = await startPooler(1);
  const url = `${pooler.url}?options=${encodeURIComponent("-c statement_timeout=5")}`;

  await expect(open(url)).rejects.toThrow(
    /pooler \(PgBouncer\) that does not take what its address asks for\. Remove options/,
  );
});
