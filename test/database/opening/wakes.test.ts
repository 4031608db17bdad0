import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { type WorkKind, workKinds } from "../../../src/database/opening/wakes.ts";
import { forEachEngine, makeEmptyDatabase } from "../../support/databases.ts";
import { startPostgresPooler } from "../../support/pooler/postgres-pooler.ts";
import { untilTrue } from "../../support/until-true.ts";

async function makeUrl(): Promise<string> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  return location.url;
}

type Process = { database: Database; heard: WorkKind[] };

async function open(url: string, directUrl = url): Promise<Process> {
  const database = await connectDatabase({ kind: "postgres", url, directUrl });
  onTestFinished(() => database.close());
  const heard: WorkKind[] = [];
  database.wakes.listen((kind) => void heard.push(kind));
  return { database, heard };
}

const listeners = sql.raw(
  "from pg_stat_activity where query = 'listen personaforge' and datname = current_database()",
);

async function untilListening({ database }: Process, count: number): Promise<void> {
  const query = sql<{ count: number }>`select count(*) as count ${listeners}`;
  const isThere = async () => (await query.execute(database.kysely)).rows[0]?.count === count;
  await untilTrue(isThere, { what: `${count} to listen` });
}

test("what one process makes due wakes the others, each kind once, and not itself", async () => {
  const url = await makeUrl();
  const [first, second, third] = await Promise.all([open(url), open(url), open(url)]);
  await untilListening(first, 3);

  for (const kind of [...workKinds, ...workKinds]) first.database.wakes.tellOthers(kind);

  await untilTrue(() => [second, third].every(({ heard }) => heard.length === workKinds.length));
  expect([first.heard, second.heard.toSorted(), third.heard.toSorted()]).toEqual([
    [],
    workKinds.toSorted(),
    workKinds.toSorted(),
  ]);
});

test("who was cut off hears again later, and nothing fails meanwhile", async () => {
  const url = await makeUrl();
  const [first, second] = [await open(url), await open(url)];
  await untilListening(first, 2);

  await sql`select pg_terminate_backend(pid) ${listeners}`.execute(first.database.kysely);
  await untilListening(first, 2);
  first.database.wakes.tellOthers("queue");

  await untilTrue(() => second.heard.includes("queue"));
});

test("behind a pooler those who know the way past it hear, and the others keep no session", async () => {
  const url = await makeUrl();
  const pooler = await startPostgresPooler(url, { sessions: 2 });
  const knowing = await open(pooler.url, url);
  const other = await open(pooler.url);
  await untilListening(other, 1);

  other.database.wakes.tellOthers("warnings");

  await untilTrue(() => knowing.heard.includes("warnings"));
  knowing.database.wakes.tellOthers("queue");
  await knowing.database.close();
  await untilListening(other, 0);
  expect(other.heard).toEqual([]);
});

forEachEngine((_engine, openLent) => {
  test("what was made due last is told before a process closes, and a database that is closed tells nothing", async () => {
    const database = await openLent();
    database.wakes.listen(() => undefined);
    database.wakes.tellOthers("owed");

    await database.close();

    expect(() => database.wakes.tellOthers("owed")).not.toThrow();
  });
});
