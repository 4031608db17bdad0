import { describe, expect, test } from "vitest";
import { migrations } from "../../migrations/all.ts";
import { schemaStanding } from "../../src/database/opening/migrate.ts";
import { migrate } from "../../src/upkeep/migrate.ts";
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

test("where no database answers, the sentence says so and the exit code is 1", async () => {
  const outcome = await migrate({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });

  expect(outcome).toEqual({ exitCode: 1, message: expect.stringContaining("cannot be reached") });
});
