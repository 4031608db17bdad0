import { existsSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { migrations } from "../../migrations/all.ts";
import { backUp } from "../../src/backup/back-up.ts";
import { restore } from "../../src/backup/restore.ts";
import type { DatabaseLocation } from "../../src/database/opening/connect.ts";
import { migrateToLatest, schemaStanding } from "../../src/database/opening/migrate.ts";
import { migrate } from "../../src/upkeep/migrate.ts";
import { move } from "../../src/upkeep/move.ts";
import { rotateKeys } from "../../src/upkeep/rotate-keys.ts";
import { runMain } from "../support/black-box/start-main.ts";
import { makeEmptyDatabase, makeFolder } from "../support/databases.ts";
import { addressOf, lookInto } from "./setup.ts";

describe.each(["sqlite", "postgres"] as const)("on %s", (engine) => {
  test("npm run migrate brings the tables up to date, says which steps that took, and can be repeated", async () => {
    const location = await makeEmptyDatabase(engine);
    const environment = { DATABASE_URL: addressOf(location) };

    const first = await runMain(["--migrate"], environment, makeFolder());
    const second = await migrate(environment);

    expect(first).toMatchObject({ exitCode: 0, errors: "" });
    for (const name of Object.keys(migrations)) expect(first.output).toContain(name);
    expect(second).toMatchObject({ exitCode: 0, message: expect.stringContaining("they were before") });
    expect(await lookInto(location, schemaStanding)).toBe("current");
  });

  test("an errand that works with the tables does not migrate them by the way", async () => {
    const location = await makeEmptyDatabase(engine);
    await lookInto(location, async () => undefined);
    const key = Buffer.alloc(32).toString("base64");

    const { exitCode, message } = await rotateKeys(
      {},
      {
        DATABASE_URL: addressOf(location),
        ENCRYPTION_KEYS: key,
      },
    );

    expect([exitCode, message]).toEqual([1, expect.stringContaining("npm run migrate")]);
    expect(await lookInto(location, schemaStanding)).toBe("empty");
  });
});

test("what only PostgreSQL's own words say stands in the answer, for an errand keeps no log", async () => {
  const location = await makeEmptyDatabase("postgres");
  await lookInto(location, ({ kysely }) =>
    sql`create table personas (of_somebody_else text)`.execute(kysely),
  );

  const { exitCode, message } = await migrate({ DATABASE_URL: addressOf(location) });

  expect([exitCode, message]).toEqual([1, expect.stringMatching(/The cause: .*"personas" already exists/)]);
  expect(message).not.toContain("in the log");
});

test("where no database answers, the sentence says so and the exit code is 1", async () => {
  const outcome = await migrate({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });

  expect(outcome).toEqual({ exitCode: 1, message: expect.stringContaining("cannot be reached") });
});

test.each([
  ["holds nothing", () => makeEmptyDatabase("postgres")],
  ["was never updated", makeOld],
])("where the way past a pooler leads elsewhere, and what the bot works with %s, that is what is wrong, and not the program", async (_what, makeIt) => {
  const [url, directUrl] = [addressOf(await makeIt()), addressOf(await makeEmptyDatabase("postgres"))];

  const { exitCode, message } = await migrate({ DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl });

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(
      /does not show the tables .*: DATABASE_DIRECT_URL leads to another .*or remove it\.$/,
    ),
  ]);
});

async function makeOld(): Promise<DatabaseLocation> {
  const location = await makeEmptyDatabase("postgres");
  const old = Object.fromEntries(Object.entries(migrations).slice(0, -1));
  await lookInto(location, (database) => migrateToLatest(database, old));
  return location;
}

/** What is set so that the way there is another than was meant. */
const wrongWays = [
  [{ DATABASE_DIRECT_URL: "mysql://hush" }, "DATABASE_DIRECT_URL must be"],
  [{ DATABASE_POOL_SIZE: "many" }, "DATABASE_POOL_SIZE must be"],
  [{ DATABASE_URL: "mysql://hush" }, "DATABASE_URL must be"],
] as const;
const errands = {
  migrate,
  rotateKeys: (environment: Record<string, string>) => rotateKeys({}, environment),
  backUp: (environment: Record<string, string>) => backUp(undefined, { environment }),
  restore: (environment: Record<string, string>) => restore({ backup: undefined }, { environment }),
  move: (environment: Record<string, string>) => move("file:elsewhere.db", environment),
};

test.each(
  Object.entries(errands),
)("%s goes no other way to the database than was meant", async (_name, run) => {
  for (const [wrong, sentence] of wrongWays) {
    const outcome = await run({ DATABASE_URL: "postgres://me@127.0.0.1:1/bot", ...wrong });

    expect(outcome).toEqual({ exitCode: 1, message: expect.stringContaining(sentence) });
    expect(outcome.message).not.toContain("hush");
  }
});

test.each([
  "rotateKeys",
  "backUp",
  "move",
] as const)("%s makes no database where there is none", async (name) => {
  const file = join(makeFolder(), "absent.db");
  const environment = { DATABASE_URL: `file:${file}`, ENCRYPTION_KEYS: Buffer.alloc(32).toString("base64") };

  const outcome = await errands[name](environment);

  expect(outcome).toEqual({
    exitCode: 1,
    message: expect.stringContaining(`There is no database at ${file}`),
  });
  expect(existsSync(file)).toBe(false);
});
