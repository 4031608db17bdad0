import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { migrations } from "../../migrations/all.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { makeEmptyDatabase, makeEncodedDatabase } from "../support/databases.ts";
import { startPostgresPooler } from "../support/pooler/postgres-pooler.ts";
import { askServer } from "../support/postgres.ts";
import { findClosedPort, findingOf, openPractice, redLines } from "./setup.ts";

async function makeUrl(): Promise<string> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("PostgreSQL was asked for");
  return location.url;
}

async function migrated(url: string, known = migrations): Promise<string> {
  const database = await connectDatabase({ kind: "postgres", url });
  await migrateToLatest(database, known).finally(() => database.close());
  return url;
}

async function change(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** A user who may connect and nothing more, and the address of the database in their name. */
async function asStranger(url: string): Promise<string> {
  const name = `stranger_${randomBytes(6).toString("hex")}`;
  const server = inject("postgresServer");
  await askServer(server, `create role ${name} login password 'test'`);
  onTestFinished(async () => {
    await change(url, `drop owned by ${name}`);
    await askServer(server, `drop role ${name}`);
  });
  const theirs = new URL(url);
  theirs.username = name;
  return theirs.href;
}

test("an empty database and one that is up to date are good, and their clock is heard", async () => {
  const { examine } = await openPractice();
  const url = await makeUrl();

  const empty = await examine({ DATABASE_URL: url });
  const full = await examine({ DATABASE_URL: await migrated(url) });

  expect([redLines(empty), redLines(full)]).toEqual([[], []]);
  expect(findingOf(empty, "Database: Tables").sentence).toContain("first start makes them");
  expect(findingOf(full, "Database: Tables").sentence).toBe("They are up to date.");
  expect(findingOf(full, "Clock: This machine").sentence).toContain("PostgreSQL");
});

test.each<[string, RegExp, () => Promise<Partial<URL>> | Partial<URL>]>([
  ["a server that is not there", /PostgreSQL runs/, async () => ({ port: String(await findClosedPort()) })],
  ["an unknown user", /user and password/, () => ({ username: "nobody_here" })],
  ["an unknown database", /CREATE DATABASE/, () => ({ pathname: "/nothing_here" })],
])("%s turns exactly the line of the server red", async (_what, remedy, wrongPart) => {
  const { examine } = await openPractice();
  const url = new URL(await makeUrl());

  const wrong = Object.assign(new URL(url), await wrongPart());
  const diagnosis = await examine({ DATABASE_URL: wrong.href });

  expect(redLines(diagnosis)).toEqual(["Database: Server"]);
  expect(findingOf(diagnosis, "Database: Server").remedy).toMatch(remedy);
});

test("a user who may not make tables is red until it is granted", async () => {
  const { examine } = await openPractice();
  const url = await makeUrl();
  const theirs = await asStranger(url);

  const closed = await examine({ DATABASE_URL: theirs });
  await change(url, `grant create on schema public to ${new URL(theirs).username}`);
  const open = await examine({ DATABASE_URL: theirs });

  expect(redLines(closed)).toEqual(["Database: Rights"]);
  expect(findingOf(closed, "Database: Rights").remedy).toContain("Grant it CREATE");
  expect(redLines(open)).toEqual([]);
});

test("another user's tables are red until they are granted; that no new ones can be made is a note", async () => {
  const { examine } = await openPractice();
  const url = await migrated(await makeUrl());
  const theirs = await asStranger(url);

  const closed = await examine({ DATABASE_URL: theirs });
  await change(url, `grant all on all tables in schema public to ${new URL(theirs).username}`);
  const open = await examine({ DATABASE_URL: theirs });

  expect(redLines(closed)).toEqual(["Database: Rights"]);
  expect(redLines(open)).toEqual([]);
  expect(findingOf(open, "Database: Rights").state).toBe("note");
});

test("an update that would change another user's tables is red, and refused in the same words, until they are this user's", async () => {
  const { examine } = await openPractice();
  const url = await makeUrl();
  await migrated(url, Object.fromEntries(Object.entries(migrations).slice(0, -1)));
  const theirs = await asStranger(url);
  const { username } = new URL(theirs);
  await change(url, `grant all on schema public to ${username}`);
  await change(url, `grant all on all tables in schema public to ${username}`);

  const closed = await examine({ DATABASE_URL: theirs });
  await expect(migrated(theirs)).rejects.toThrow("Let this user own them (ALTER TABLE … OWNER TO");
  await change(
    url,
    `do $$ declare each text; begin
      for each in select tablename from pg_tables where schemaname = 'public' loop
        execute format('alter table %I owner to ${username}', each);
      end loop; end $$`,
  );
  const open = await examine({ DATABASE_URL: await migrated(theirs) });

  expect(redLines(closed)).toEqual(["Database: Rights"]);
  expect(findingOf(closed, "Database: Rights").remedy).toContain("ALTER TABLE … OWNER TO");
  expect(findingOf(open, "Database: Rights").state).toBe("good");
});

test("a search path that leads nowhere, and an encoding that cannot keep every text, are each one red line", async () => {
  const { examine } = await openPractice();
  const nowhere = new URL(await makeUrl());
  nowhere.searchParams.set("options", "-csearch_path=nowhere");
  const narrow = await makeEncodedDatabase("LATIN1");

  const lost = await examine({ DATABASE_URL: nowhere.href });
  const latin = await examine({ DATABASE_URL: narrow });

  expect(redLines(lost)).toEqual(["Database: Rights"]);
  expect(findingOf(lost, "Database: Rights").remedy).toContain("search_path");
  expect(redLines(latin)).toEqual(["Database: Server"]);
  expect(findingOf(latin, "Database: Server").sentence).toContain("LATIN1");
});

test("a server that takes no writes and a newer program's database are each one red line", async () => {
  const { examine } = await openPractice();
  const url = await migrated(await makeUrl());
  const name = new URL(url).pathname.slice(1);

  await change(url, "insert into kysely_migration values ('9999-later', '2030-01-01')");
  const newer = await examine({ DATABASE_URL: url });
  await change(url, "delete from kysely_migration where name = '9999-later'");
  await change(url, `alter database ${name} set default_transaction_read_only = on`);
  const readOnly = await examine({ DATABASE_URL: url });

  expect(redLines(newer)).toEqual(["Database: Tables"]);
  expect(redLines(readOnly)).toEqual(["Database: Rights"]);
});

test("a pooler in the way is named, and whether the direct address leads past it to the same database", async () => {
  const { examine } = await openPractice();
  const url = await migrated(await makeUrl());
  const pooler = await startPostgresPooler(url);
  const lineOf = async (directUrl: string) => {
    const report = await examine({ DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: directUrl });
    return findingOf(report, "Database: Pooler").sentence;
  };

  expect(await lineOf("")).toContain("leads to a pooler");
  expect(await lineOf(url)).toContain("leads past it");
  expect(await lineOf(pooler.url)).toContain("as well");
  expect(await lineOf(await makeUrl())).toContain("another database");
  expect(await lineOf("postgres://postgres@127.0.0.1:1/bot")).toContain("cannot be reached");
});

test("more connections than the server has are named", async () => {
  const { examine } = await openPractice();

  const report = await examine({ DATABASE_URL: await makeUrl(), DATABASE_POOL_SIZE: "900" });

  expect(redLines(report)).toEqual(["Database: Connections"]);
});
