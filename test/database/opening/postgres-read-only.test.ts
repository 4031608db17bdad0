import { sql } from "kysely";
import { expect, inject, onTestFinished, test } from "vitest";
import { openPostgres } from "../../../src/database/postgres/open-postgres.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { askServer } from "../../support/postgres.ts";

/** What is to be asked again is asked after this. */
const againMs = 250;

/** A server that takes no writes, as after a failover, until it does again. */
async function openReadOnly() {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const name = new URL(location.url).pathname.slice(1);
  const setReadOnly = (setting: "on" | "off") =>
    askServer(
      inject("postgresServer"),
      `alter database ${name} set default_transaction_read_only = ${setting}`,
    );
  const before = openPostgres(location.url, { name: "test" }).kysely;
  await sql`create table notes (body text)`.execute(before).finally(() => before.destroy());
  await setReadOnly("on");
  const { kysely, pool } = openPostgres(location.url, { name: "test", patienceMs: againMs + 50 });
  onTestFinished(() => kysely.destroy());
  pool.endure();
  return {
    setReadOnly,
    writes: {
      "a statement": () => sql`insert into notes values ('a')`.execute(kysely),
      "a transaction": () =>
        kysely.transaction().execute((on) => sql`insert into notes values ('a')`.execute(on)),
    },
    isWaitedFor: (error: unknown) => pool.deadlineMs(error) > performance.now() + againMs,
  };
}

test.each([
  "a statement",
  "a transaction",
] as const)("%s is refused at once by a server that has taken no writes for long, until it does again", async (what) => {
  const { setReadOnly, writes, isWaitedFor } = await openReadOnly();

  const refused = await writes[what]().catch((error: unknown) => error);

  expect(refused).toMatchObject({ code: "25006" });
  expect(isWaitedFor(refused)).toBe(false);
  // Whoever reads waits for a server that is away, as ever.
  expect(isWaitedFor(undefined)).toBe(true);
  await setReadOnly("off");
  await writes[what]();
  expect(isWaitedFor(refused)).toBe(true);
});
