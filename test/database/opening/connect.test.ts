import { readdirSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createInstanceStore } from "../../../src/database/fleet/instance-store.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createServerClock } from "../../../src/database/postgres/server-clock.ts";
import { forEachEngine, makeEmptyDatabase, makeFolder } from "../../support/databases.ts";
import { createFailingDatabase } from "../../support/faults/failing-database.ts";
import { untilTrue } from "../../support/until-true.ts";

const hourMs = 3_600_000;
const toleranceMs = 60_000;

async function openTwice(): Promise<[Database, Database]> {
  const location = await makeEmptyDatabase("sqlite");
  const both: [Database, Database] = [await connectDatabase(location), await connectDatabase(location)];
  onTestFinished(async () => void (await Promise.all(both.map((database) => database.close()))));
  return both;
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

forEachEngine((_engine, open) => {
  test("an injected clock is the only clock", async () => {
    const database = await open({ clock: () => 42 });
    await database.syncClock();

    expect(database.now()).toBe(42);
  });

  test("what fails while data is moved names the database that it failed in", async () => {
    const database = await open();
    const full = Object.assign(new Error("low-level words"), { code: "ENOSPC" });

    const moving = database.forMigrations(() => Promise.reject(full));

    await expect(moving).rejects.toThrow(`${database.place} cannot grow: the disk is full`);
  });

  test("a count is a number", async () => {
    const { kysely } = await open();

    const { rows } = await sql`select count(*) as count from personas`.execute(kysely);

    expect(rows).toEqual([{ count: 0 }]);
  });

  test("a transaction that throws keeps nothing", async () => {
    const { kysely } = await open();
    const row = { tenant_id: "app:slack:A1", name: "n", value: "v" };

    const failing = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto("platform_state").values(row).execute();
      throw new Error("changed my mind");
    });

    await expect(failing).rejects.toThrow("changed my mind");
    const kept = kysely.selectFrom("platform_state").selectAll().where("tenant_id", "=", row.tenant_id);
    expect(await kept.execute()).toEqual([]);
  });
});

test("on PostgreSQL the time is the server's, however wrong this machine's clock is", async () => {
  const realTime = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: realTime - hourMs });
  const database = await connectDatabase(await makeEmptyDatabase("postgres"));
  onTestFinished(() => database.close());

  expect(Math.abs(database.now() - realTime)).toBeLessThan(toleranceMs);

  vi.setSystemTime(realTime + hourMs);
  await database.syncClock();
  expect(Math.abs(database.now() - realTime)).toBeLessThan(toleranceMs);
});

test("on PostgreSQL a step of this machine's clock makes no process seem dead, nor this one to the others", async () => {
  const realTime = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: realTime });
  const location = await makeEmptyDatabase("postgres");
  const [one, other] = [await connectDatabase(location), await connectDatabase(location)];
  onTestFinished(async () => void (await Promise.all([one.close(), other.close()])));
  await migrateToLatest(one);
  const [first, second] = [createInstanceStore(one, "first"), createInstanceStore(other, "second")];
  await second.beat({});

  for (const stepMs of [hourMs, -hourMs]) {
    vi.setSystemTime(realTime + stepMs);
    await first.beat({});
    const live = await first.live();

    expect(live.map(({ id }) => id).toSorted()).toEqual(["first", "second"]);
  }
});

test("on PostgreSQL a clock that is right stays so where its measuring waits for a connection", async () => {
  const location = { ...(await makeEmptyDatabase("postgres")), poolSize: 1 };
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  const busy = sql`select pg_sleep(2.5)`.execute(database.kysely);

  await database.syncClock();
  await busy;

  const beforeMs = database.now();
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(database.kysely);
  expect(beforeMs).toBeLessThan((rows[0]?.now ?? 0) + 1000);
  expect(database.now()).toBeGreaterThan((rows[0]?.now ?? 0) - 1000);
});

test("on PostgreSQL a machine that slept knows at once how long, and goes by the server as soon as that answers", async () => {
  const failing = createFailingDatabase();
  const location = await makeEmptyDatabase("postgres");
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  const clock = createServerClock(failing.of(database).kysely);
  await clock.measure();
  const [realTime, uptime] = [Date.now(), os.uptime()];

  failing.set({ how: "cut", ofReads: true, isAnswerLost: false, after: 0, times: 1 });
  vi.useFakeTimers({ toFake: ["Date"], now: realTime + hourMs });
  vi.spyOn(os, "uptime").mockImplementation(() => uptime + hourMs / 1000);
  for (let look = 0; look < 3; look += 1)
    expect(Math.abs(clock.now() - realTime - hourMs)).toBeLessThan(toleranceMs);

  // The server's own clock has not gone on here, and what was asked first has failed.
  await untilTrue(() => Math.abs(clock.now() - realTime) < toleranceMs);
});

test("a SQLite file that was never asked anything is put in order and let go when closed", async () => {
  const file = join(makeFolder(), "idle.db");
  const database = await connectDatabase({ kind: "sqlite", file });

  await database.close();

  expect(readdirSync(join(file, ".."))).toEqual(["idle.db"]);
});

test("SQLite writes ahead, waits for the disk and checks foreign keys", async () => {
  const [{ kysely }] = await openTwice();
  const pragma = async (name: string) =>
    (await sql`select * from ${sql.id(`pragma_${name}`)}`.execute(kysely)).rows;

  expect(await pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(await pragma("synchronous")).toEqual([{ synchronous: 2 }]);
  expect(await pragma("foreign_keys")).toEqual([{ foreign_keys: 1 }]);
});

test("a SQLite transaction holds the write lock from its first moment", async () => {
  const [one, other] = await openTwice();
  const create = () => other.kysely.schema.createTable("late").addColumn("id", "integer").execute();

  await one.kysely.transaction().execute(async () => {
    await expect(create()).rejects.toMatchObject({ code: "SQLITE_BUSY" });
  });

  await expect(create()).resolves.toBeUndefined();
});
