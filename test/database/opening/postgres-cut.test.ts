import { sql } from "kysely";
import { expect, inject, onTestFinished, test } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { isConnectionLost } from "../../../src/database/postgres/connection-lost.ts";
import { repeatable } from "../../../src/database/postgres/repeatable.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { askServer } from "../../support/postgres.ts";
import { type PostgresProxy, startPostgresProxy } from "../../support/postgres-proxy.ts";

/** A database behind a proxy, which the test may break. What escapes to the process fails the test by itself. */
async function openBehindProxy({
  patienceMs = 8000,
} = {}): Promise<{ database: Database; proxy: PostgresProxy; name: string }> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const proxy = await startPostgresProxy(location.url);
  const database = await connectDatabase({ kind: "postgres", url: proxy.url }, { patienceMs });
  onTestFinished(() => database.close());
  return { database, proxy, name: new URL(location.url).pathname.slice(1) };
}

const ask = ({ kysely }: Database) => sql`select 1`.execute(kysely);
const sleep = ({ kysely }: Database) => sql`select pg_sleep(1)`.execute(kysely);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** As an administrator does, or a failover. */
const terminate = (name: string) =>
  askServer(
    inject("postgresServer"),
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );

type World = Awaited<ReturnType<typeof openBehindProxy>>;

const ends: [string, (world: World) => unknown][] = [
  ["cut", ({ proxy }) => proxy.cut()],
  ["terminated by the server", ({ name }) => terminate(name)],
];

test.each(ends)("what only reads is asked again when its connection is %s", async (_how, end) => {
  const world = await openBehindProxy();
  const asleep = sleep(world.database);
  await pause(300);

  await end(world);

  await expect(asleep).resolves.toBeDefined();
});

test.each(
  ends,
)("a statement that writes alone fails when its connection is %s, and the next one goes through", async (_how, end) => {
  const world = await openBehindProxy();
  await sql`create table notes (body text)`.execute(world.database.kysely);
  const writing = sql`insert into notes select 'n' from pg_sleep(2)`.execute(world.database.kysely);
  const failed = expect(writing).rejects.toThrow();
  await pause(300);

  await end(world);
  await failed;

  await expect(ask(world.database)).resolves.toBeDefined();
});

test.each(
  ends,
)("one that may be done twice is asked again when its connection is %s, and has been done", async (_how, end) => {
  const world = await openBehindProxy();
  const { kysely } = world.database;
  await sql`create table notes (body text)`.execute(kysely);
  await sql`insert into notes values ('n')`.execute(kysely);
  const writing = sql`update notes set body = 'm' from pg_sleep(1) ${repeatable}`.execute(kysely);
  await pause(300);

  await end(world);

  await expect(writing).resolves.toMatchObject({ numAffectedRows: 1n });
  expect((await sql`select body from notes`.execute(kysely)).rows).toEqual([{ body: "m" }]);
});

test.each(ends)("idle connections that are %s are not used again", async (_how, end) => {
  const world = await openBehindProxy();
  await Promise.all(Array.from({ length: 5 }, () => ask(world.database)));

  await end(world);
  await pause(300);

  await expect(Promise.all(Array.from({ length: 10 }, () => ask(world.database)))).resolves.toHaveLength(10);
});

test("a session that the server ends for being idle in a transaction ends nothing else", async () => {
  const { database } = await openBehindProxy({ patienceMs: 0 });

  const transaction = database.kysely.transaction().execute(async (within) => {
    await sql`set local idle_in_transaction_session_timeout = '50ms'`.execute(within);
    await pause(400);
    await sql`select 2`.execute(within);
  });

  await expect(transaction).rejects.toThrow();
  await expect(ask(database)).resolves.toBeDefined();
});

/** What stands still reads what the server has said only after it has asked for more. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** In the middle of a transaction. */
const hangUps: [string, (world: World, within: Database["kysely"]) => unknown][] = [
  ...ends,
  [
    "ended by the server, as its process stood still",
    async (_world, within) => {
      await sql`set local idle_in_transaction_session_timeout = '50ms'`.execute(within);
      standStill(600);
    },
  ],
  [
    "ended by the server, as it lasted longer than that allows",
    async (_world, within) => {
      await sql`set local transaction_timeout = '300ms'`.execute(within);
      await sql`select pg_sleep(5)`.execute(within);
    },
  ],
];

test.each(hangUps)("a transaction is done again, once, where its connection is %s", async (_how, meet) => {
  const world = await openBehindProxy();
  const { kysely } = world.database;
  await sql`create table notes (body text)`.execute(kysely);
  let ran = 0;

  await kysely.transaction().execute(async (within) => {
    ran += 1;
    await sql`insert into notes values ('n')`.execute(within);
    if (ran === 1) await meet(world, within);
    await sql`select 2`.execute(within);
  });

  expect(ran).toBe(2);
  expect((await sql`select body from notes`.execute(kysely)).rows).toEqual([{ body: "n" }]);
});

test("a process that stood still right before its commit commits once", async () => {
  const { database } = await openBehindProxy();
  const { kysely } = database;
  await sql`create table notes (body text)`.execute(kysely);
  let ran = 0;

  await kysely.transaction().execute(async (within) => {
    ran += 1;
    await sql`set local idle_in_transaction_session_timeout = '50ms'`.execute(within);
    await sql`insert into notes values ('n')`.execute(within);
    if (ran === 1) standStill(600);
  });

  expect((await sql`select body from notes`.execute(kysely)).rows).toEqual([{ body: "n" }]);
});

/** What a standby says of a transaction that it has not replayed yet, until it was promoted. */
const onStandby = (promotedInMs: number) => [
  "create schema standby",
  `create table standby.promoted as select clock_timestamp() + interval '${promotedInMs} ms' as at`,
  `create function standby.pg_is_in_recovery() returns boolean language sql volatile
    as 'select clock_timestamp() < at from standby.promoted'`,
  `create function standby.txid_status(id bigint) returns text language plpgsql as $$ begin
    if standby.pg_is_in_recovery() then raise 'transaction ID % is in the future', id using errcode = '22023'; end if;
    return pg_catalog.txid_status(id); end $$`,
];

test("what a standby says that the next connection leads to, before it has replayed a commit and is promoted, does not have it done again", async () => {
  const { database, proxy } = await openBehindProxy();
  const { kysely } = database;
  await sql`create table notes (body text)`.execute(kysely);
  await sql`create function sleep() returns trigger language plpgsql
    as $$ begin perform pg_sleep(0.3); return null; end $$`.execute(kysely);
  await sql`create constraint trigger slow_commit after insert on notes deferrable initially deferred
    for each row execute function sleep()`.execute(kysely);
  for (const statement of onStandby(1000)) await sql.raw(statement).execute(kysely);
  await sql`do $$ begin execute format('alter database %I set search_path = standby, pg_catalog, public',
    current_database()); end $$`.execute(kysely);
  let ran = 0;

  await kysely.transaction().execute(async (within) => {
    ran += 1;
    await sql`insert into notes values ('n')`.execute(within);
    // Only the answer to the commit is lost.
    if (ran === 1) setTimeout(proxy.cut, 150);
  });

  expect(ran).toBe(1);
  expect((await sql`select body from notes`.execute(kysely)).rows).toEqual([{ body: "n" }]);
});

test.each([
  ["53300", "FATAL", true],
  ["XX000", "FATAL", true],
  ["58000", "PANIC", true],
  ["25P03", "ВАЖНО", true],
  ["25P04", "FATAL", true],
  ["28P01", "FATAL", false],
  ["3D000", "FATAL", false],
  ["42704", "FATAL", false],
  ["XX000", "ERROR", false],
  ["57014", "ERROR", false],
])("whether %s with %s ends a session, so that what was certainly not done is done again: %s", (code, severity, ends) => {
  expect(isConnectionLost(Object.assign(new Error("Of a server."), { code, severity }))).toBe(ends);
});

test("while connections are refused queries fail, and as soon as they are taken again all goes on", async () => {
  const { database, proxy } = await openBehindProxy({ patienceMs: 0 });
  await proxy.refuse();

  await expect(Promise.allSettled(Array.from({ length: 20 }, () => ask(database)))).resolves.toEqual(
    Array.from({ length: 20 }, () => expect.objectContaining({ status: "rejected" })),
  );
  expect(await database.checkWrite()).toMatchObject({ ok: false });
  await proxy.accept();

  await expect(ask(database)).resolves.toBeDefined();
});

test("a connection on which no answer came in time is given up, not used again", {
  timeout: 40_000,
}, async () => {
  const { database, proxy } = await openBehindProxy();
  await ask(database);
  proxy.freeze();

  await expect(ask(database)).rejects.toThrow("timeout");

  await expect(ask(database)).resolves.toBeDefined();
});

test("a statement that the server refuses costs no connection", async () => {
  const { database } = await openBehindProxy();
  const session = async () =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.kysely)).rows;
  const before = await session();

  await expect(sql`select * from nowhere`.execute(database.kysely)).rejects.toThrow("nowhere");

  expect(await session()).toEqual(before);
});
