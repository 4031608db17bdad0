import { sql } from "kysely";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { type PostgresServer, startPostgres } from "../../../sandbox/stand-ins/postgres-server.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { isOutcomeUnknown } from "../../../src/database/postgres/connection-lost.ts";
import { askServer } from "../../support/postgres.ts";

type World = { server: PostgresServer; database: Database };

/** What is not flushed at the moment of a crash is gone, as on any server between two commits. */
async function openServer(): Promise<World> {
  const server = await startPostgres(["synchronous_commit=on", "wal_writer_delay=10s"]);
  onTestFinished(() => server.stop());
  await askServer(server.url, "create database bot");
  const database = await connectDatabase({ kind: "postgres", url: `${server.url}/bot` });
  onTestFinished(() => database.close());
  await sql`create table notes (body text)`.execute(database.kysely);
  return { server, database };
}

/** Writes one note, during whose first try the server crashes; `meanwhile` runs on the server that comes back. */
async function writeThroughCrash(
  { server, database }: World,
  meanwhile: (transactionId: bigint) => Promise<void>,
): Promise<number> {
  let tries = 0;
  await database.kysely.transaction().execute(async (transaction) => {
    tries += 1;
    await sql`insert into notes values ('ours')`.execute(transaction);
    if (tries > 1) return;
    const { rows } = await sql<{ id: string }>`select txid_current()::text as id`.execute(transaction);
    await server.restart("immediate");
    await meanwhile(BigInt(rows[0]?.id ?? 0));
  });
  return tries;
}

const notesIn = async ({ kysely }: Database) =>
  (await sql`select body from notes`.execute(kysely)).rows.length;

test("a transaction that a crash has taken along is done again, though the server knows nothing of it", async () => {
  const world = await openServer();

  const tries = await writeThroughCrash(world, async () => undefined);

  expect(tries).toBe(2);
  expect(await notesIn(world.database)).toBe(1);
});

test("one whose number another has got since a crash, and committed, does not count as committed", async () => {
  const world = await openServer();
  const useUp = async (number: bigint) => {
    const other = new pg.Client(`${world.server.url}/bot`);
    await other.connect();
    for (let last = 0n; last < number; ) {
      const { rows } = await other.query(
        "insert into notes values ('theirs') returning txid_current()::text as id",
      );
      last = BigInt(rows[0].id);
    }
    await other.query("delete from notes");
    await other.end();
  };

  const failure = await writeThroughCrash(world, useUp).catch((error: unknown) => error);

  expect(isOutcomeUnknown(failure)).toBe(true);
  expect(await notesIn(world.database)).toBe(0);
});
