import { describe, expect, test } from "vitest";
import { migrations } from "../../migrations/all.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createKnownKeys } from "../../src/database/sealed/known-keys.ts";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { rotateKeys } from "../../src/upkeep/rotate-keys.ts";
import { openEverywhere, putEverywhere } from "../database/sealed/sealed-rows.ts";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";
import { addressOf, lookInto, makeFilled } from "./setup.ts";

const [old, young, lost] = [1, 2, 3].map((filling) => Buffer.alloc(32, filling)) as [Buffer, Buffer, Buffer];
const words = (...keys: Buffer[]) => keys.map((key) => key.toString("base64")).join(",");
const fingerprintOf = (key: Buffer) => createSecrets([key]).fingerprints[0] ?? "";
const team = "slack:T1";

describe.each(["sqlite", "postgres"] as const)("on %s", (engine) => {
  const makeSealed = (sealedWith = old, knownKeys: Buffer[] = [young, old]) =>
    makeFilled(engine, async (database) => {
      await putEverywhere(database, createSecrets([sealedWith]), team, "its key");
      await createKnownKeys(database).note(createSecrets(knownKeys).fingerprints);
    });

  test("npm run keys:rotate seals everything with the first key, says what can go, and can be repeated", async () => {
    const location = await makeSealed();
    const environment = { DATABASE_URL: addressOf(location), ENCRYPTION_KEYS: words(young, old) };

    const first = await runMain(["--rotate-keys"], environment, makeFolder());
    const second = await rotateKeys({}, environment);
    const opened = await lookInto(location, (database) => openEverywhere(database, createSecrets([young])));

    expect([first.exitCode, first.output]).toEqual([
      0,
      expect.stringContaining(`${fingerprintOf(old)} can be removed`),
    ]);
    expect(second).toMatchObject({ exitCode: 0, message: expect.stringMatching(/^0 sealed again/) });
    expect(opened.length).toBeGreaterThanOrEqual(4);
    expect(opened.filter((line) => !line.endsWith("its key"))).toEqual([]);
  });

  test("with a key that the bot was not started with nothing is changed, unless the bot is stopped", async () => {
    const location = await makeSealed(old, [old]);
    const environment = {
      DATABASE_URL: addressOf(location),
      ENCRYPTION_KEYS: words(young),
      ENCRYPTION_KEY: words(old),
    };

    const refused = await rotateKeys({}, environment);
    const before = await lookInto(location, (database) => openEverywhere(database, createSecrets([old])));
    const agreed = await rotateKeys({ isSure: true }, environment);

    expect(refused).toMatchObject({ exitCode: 1, message: expect.stringContaining("Nothing was changed") });
    expect(before.filter((line) => !line.endsWith("its key"))).toEqual([]);
    expect(agreed.exitCode).toBe(0);
  });

  test("of tables of a newer version, which may keep sealed what this one does not know, it does not say that a key can go", async () => {
    const location = await makeSealed();
    const environment = { DATABASE_URL: addressOf(location), ENCRYPTION_KEYS: words(young, old) };
    const newest = Object.keys(migrations).at(-1) ?? "";
    await lookInto(location, (database) =>
      migrateToLatest(database, { ...migrations, "9001-more": { up: async () => {}, worksWith: newest } }),
    );

    const { exitCode, message } = await rotateKeys({}, environment);

    expect([exitCode, message]).toEqual([1, expect.stringContaining("Run this again with that version")]);
  });

  test("what no key opens is named by team and by the missing key, and the exit code is 1", async () => {
    const location = await makeSealed(lost);
    const environment = { DATABASE_URL: addressOf(location), ENCRYPTION_KEYS: words(young, old) };

    const { exitCode, message } = await rotateKeys({}, environment);

    expect(exitCode).toBe(1);
    expect(message).toContain(`the key with the fingerprint ${fingerprintOf(lost)}`);
    expect(message).toContain(team);
    expect(message).not.toContain(words(young));
  });
});

test.each([
  [{}, "there is no key to seal with"],
  [{ ENCRYPTION_KEYS: "short" }, "openssl rand -base64 32"],
  [{ ENCRYPTION_KEY: words(old), DATABASE_URL: "mysql://x" }, "DATABASE_URL must be"],
])("with %j it says what to set", async (environment, sentence) => {
  expect(await rotateKeys({}, environment)).toEqual({
    exitCode: 1,
    message: expect.stringContaining(sentence),
  });
});
