import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { connectDatabase, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { schemaStanding } from "../../src/database/opening/migrate.ts";
import { move } from "../../src/upkeep/move.ts";
import { runMain } from "../support/black-box/start-main.ts";
import { makeEmptyDatabase, makeFolder } from "../support/databases.ts";
import { askServer } from "../support/postgres.ts";
import { fillTables, setName, sumsOf, tables } from "./filled-tables.ts";
import { addressOf, lookInto, makeFilled } from "./setup.ts";

/** More than a page. */
const rowsPerTable = 603;

const ways = [
  ["sqlite", "postgres"],
  ["postgres", "sqlite"],
] as const;

const moveBetween = (from: DatabaseLocation, to: DatabaseLocation) =>
  move(addressOf(to), { DATABASE_URL: addressOf(from) });

async function nothingIn(location: DatabaseLocation): Promise<void> {
  const { platform_state: _notesOfMigrations, ...sums } = await lookInto(location, sumsOf);
  expect(Object.values(sums).filter((sum) => (sum as { count: number }).count > 0)).toEqual([]);
}

describe.each(ways)("from %s to %s", (fromEngine, toEngine) => {
  test("every row of every table arrives as it was, and stays where it was", async () => {
    const from = await makeFilled(fromEngine, (database) => fillTables(database, rowsPerTable));
    const to = await makeEmptyDatabase(toEngine);
    const before = await lookInto(from, sumsOf);

    const moved = await runMain(["--move", addressOf(to)], { DATABASE_URL: addressOf(from) }, makeFolder());

    expect(moved).toMatchObject({ exitCode: 0, errors: "" });
    for (const table of tables)
      expect(moved.output).toMatch(new RegExp(`${table} +${rowsPerTable} +[0-9a-f]{32}`));
    expect(await lookInto(to, sumsOf)).toEqual(before);
    expect(await lookInto(from, sumsOf)).toEqual(before);
    expect(await lookInto(to, schemaStanding)).toBe("current");
  });

  test("one that was done, and cut off before it said so, is run again and says so, until something differs", async () => {
    const from = await makeFilled(fromEngine, (database) => fillTables(database, 3));
    const to = await makeEmptyDatabase(toEngine);

    const first = await moveBetween(from, to);
    const again = await moveBetween(from, to);
    await lookInto(to, (database) => setName(database, "another"));
    const third = await moveBetween(from, to);

    expect(again).toEqual(first);
    expect(again.exitCode).toBe(0);
    expect(third).toEqual({ exitCode: 1, message: expect.stringContaining("holds something already") });
  });

  test("while a bot has either open nothing is moved", async () => {
    const from = await makeFilled(fromEngine, (database) => fillTables(database, 3));
    const to = await makeFilled(toEngine);

    const outcomes = [];
    for (const location of [from, to]) {
      const bot = await connectDatabase(location);
      outcomes.push(await moveBetween(from, to).finally(() => bot.close()));
    }

    for (const { exitCode, message } of outcomes) {
      expect([exitCode, message]).toEqual([
        1,
        expect.stringMatching(/Nothing was changed. (Stop it|Close that program)/),
      ]);
    }
    await nothingIn(to);
    expect(await moveBetween(from, to)).toMatchObject({ exitCode: 0 });
  });

  test("where there is something already nothing is touched", async () => {
    const from = await makeFilled(fromEngine, (database) => fillTables(database, 3));
    const to = await makeFilled(toEngine, (database) => fillTables(database, 2));
    const before = await lookInto(to, sumsOf);

    const { exitCode, message } = await moveBetween(from, to);

    expect([exitCode, message]).toEqual([1, expect.stringContaining("holds something already")]);
    expect(await lookInto(to, sumsOf)).toEqual(before);
  });
});

test("what stops in the middle leaves nothing behind, and can be done again", async () => {
  const from = await makeFilled("sqlite", (database) => fillTables(database, 700));
  const to = await makeFilled("postgres");
  // PostgreSQL has no such character.
  await lookInto(from, (database) => setName(database, "nul \0"));

  const stopped = await moveBetween(from, to);
  await nothingIn(to);
  await lookInto(from, (database) => setName(database, "none"));
  const again = await moveBetween(from, to);

  expect(stopped).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/The table personas could not be copied.*Nothing was changed there/),
  });
  expect(again.exitCode).toBe(0);
});

test("what cannot be read where it is moved from is not said of where it goes", async () => {
  const location = await makeFilled("postgres");
  const from = new URL(addressOf(location));
  const guest = `guest_${from.pathname.slice(1)}`;
  const server = inject("postgresServer");
  await askServer(server, `create role ${guest} login password 'guest'`);
  await lookInto(location, async ({ kysely }) => {
    await sql`grant all on all tables in schema public to ${sql.id(guest)}`.execute(kysely);
    await sql`revoke select on owners from ${sql.id(guest)}`.execute(kysely);
  });
  onTestFinished(async () => {
    await lookInto(location, ({ kysely }) => sql`drop owned by ${sql.id(guest)}`.execute(kysely));
    await askServer(server, `drop role ${guest}`);
  });
  Object.assign(from, { username: guest, password: "guest" });

  for (const engine of ["sqlite", "postgres"] as const) {
    const outcome = await move(addressOf(await makeEmptyDatabase(engine)), { DATABASE_URL: from.href });

    expect(outcome.message).toContain(
      `${from.pathname.slice(1)} on ${from.host} does not let this user read`,
    );
  }
});

test("what reads otherwise on the other side is refused, and nothing of it stays", async () => {
  const from = await makeFilled("postgres", (database) => fillTables(database, 3));
  const to = await makeFilled("sqlite", async ({ kysely }) => {
    await sql`create trigger spoil after insert on audit begin
      update audit set details = 'other' where id = new.id; end`.execute(kysely as Kysely<unknown>);
  });

  const { exitCode, message } = await moveBetween(from, to);

  expect([exitCode, message]).toEqual([1, expect.stringContaining("The table audit reads otherwise")]);
  await nothingIn(to);
});

test("tables of another version are not moved", async () => {
  const from = await makeEmptyDatabase("postgres");
  const to = await makeEmptyDatabase("sqlite");

  const { exitCode, message } = await moveBetween(from, to);

  expect([exitCode, message]).toEqual([1, expect.stringContaining("npm run migrate")]);
});

test("one database by two names is not moved into itself", async () => {
  const postgres = addressOf(await makeFilled("postgres"));
  const file = addressOf(await makeFilled("sqlite"));
  const link = join(makeFolder(), "link.db");
  symlinkSync(file.replace("file:", ""), link);
  const otherName = postgres.replace("127.0.0.1", "localhost");
  expect(otherName).not.toBe(postgres);

  for (const [from, to] of [
    [postgres, otherName],
    [file, `file:${link}`],
  ] as const) {
    const { exitCode, message } = await move(to, { DATABASE_URL: from });
    expect([exitCode, message]).toEqual([1, expect.stringContaining("names already")]);
  }
});

test.each([
  ["one past a pooler that it has left", makeFilled],
  ["one in which nothing is yet", makeEmptyDatabase],
])("nothing is moved from another database than the bot works with, such as %s", async (_what, makeOther) => {
  const [url, directUrl] = [await makeFilled("postgres"), await makeOther("postgres")].map(addressOf);

  const { exitCode, message } = await move(`file:${makeFolder()}/bot.db`, {
    DATABASE_URL: url,
    DATABASE_DIRECT_URL: directUrl,
  });

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/^DATABASE_DIRECT_URL leads to another database .* Nothing was changed/),
  ]);
});

test("where and whence must be said, be there, and differ", async () => {
  const file = addressOf(await makeFilled("sqlite"));
  const absent = `file:${makeFolder()}/absent.db`;

  const said = await Promise.all([
    move("mysql://x", { DATABASE_URL: file }),
    move("  ", { DATABASE_URL: file }),
    move(file, { DATABASE_URL: file }),
    move(file, { DATABASE_URL: absent }),
    move("file::memory:", { DATABASE_URL: file }),
    move(absent, { DATABASE_URL: "mysql://x" }),
  ]);

  expect(said.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(said.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The address to move to must be .*Correct it\.$/),
    "The address to move to is empty.",
    expect.stringContaining("names already"),
    expect.stringContaining("There is no database"),
    expect.stringContaining("gone at once"),
    expect.stringContaining("DATABASE_URL must be"),
  ]);
});

test("what says for the bot whether PostgreSQL is asked for TLS says it of where everything is moved to, too", async () => {
  const file = addressOf(await makeFilled("sqlite"));
  const to = addressOf(await makeEmptyDatabase("postgres"));

  const { exitCode, message } = await move(to, { DATABASE_URL: file, PGSSLMODE: "require" });

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/offers no TLS, which sslmode in the address to move to asks for/),
  ]);
});

const nowhere = "postgres://me:hush@127.0.0.1:1/none";

test("what cannot be reached is named by where its address stands", async () => {
  const file = addressOf(await makeFilled("sqlite"));

  const [there, here] = await Promise.all([
    move(nowhere, { DATABASE_URL: file }),
    move(file, { DATABASE_URL: nowhere }),
  ]);

  expect(there.message).toMatch(
    /^The database none on 127.0.0.1:1 cannot be reached\. .* the address to move to are/,
  );
  expect(there.message).not.toContain("DATABASE_URL");
  expect(here.message).toMatch(/host and port in DATABASE_URL are right/);
});
