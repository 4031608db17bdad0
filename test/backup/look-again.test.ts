import { execFileSync } from "node:child_process";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { postgresCommands } from "../../src/backup/postgres-commands.ts";
import { lookAgain } from "../../src/database/backup/look-again.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { forEachEngine } from "../support/databases.ts";
import { aLinkRow } from "../support/personas/persona-builders.ts";

const [monday, tuesday] = ["2026-11-02T00:00:00.000Z", "2026-11-03T00:00:00.000Z"];
const listed = (...times: string[]) => JSON.stringify(times);

forEachEngine((_engine, open) => {
  test.each([
    ["was never sent", { attempt_started_at: null }, listed()],
    ["has failed", { attempt_started_at: tuesday }, listed()],
    ["was being looked for", { attempt_started_at: tuesday, outcome_unknown: 1 }, listed(tuesday)],
    [
      "was being looked for not for the first time",
      { attempt_started_at: tuesday, outcome_unknown: 1, unknown_attempts: listed(monday) },
      listed(monday, tuesday),
    ],
  ])("of what %s nobody knows when it was asked for last, and lost attempts stay known", async (_what, said, attempts) => {
    const database = await open();
    await migrateToLatest(database);
    const row = aLinkRow({
      subject_id: "x",
      state: "failed",
      failure_kind: "rejected",
      remote_id: null,
      ...said,
    });
    await database.kysely.insertInto("links").values(row).execute();

    await sql.raw(lookAgain).execute(database.kysely);

    expect(await database.kysely.selectFrom("links").selectAll().executeTakeFirst()).toMatchObject({
      outcome_unknown: 1,
      attempt_started_at: null,
      unknown_attempts: attempts,
    });
  });
});

test("what is printed for PostgreSQL is, for a shell, the same statement", async () => {
  const printed = await postgresCommands({ kind: "postgres", url: "postgres://me@localhost/bot" });
  const [line = ""] = printed.split("\n").filter((one) => one.includes("psql "));

  const said = execFileSync("sh", ["-c", line.replace("psql --dbname=", "printf '%s|' ")], {
    encoding: "utf8",
  });

  expect(said).toContain(`--command=${lookAgain.replaceAll(/\s+/g, " ")}|`);
});
