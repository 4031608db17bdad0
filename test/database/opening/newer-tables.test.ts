import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { migrations } from "../../../migrations/all.ts";
import { connectDatabase, type DatabaseLocation } from "../../../src/database/opening/connect.ts";
import { examineDatabase } from "../../../src/database/opening/doctor.ts";
import { migrateToLatest, schemaStanding } from "../../../src/database/opening/migrate.ts";
import { judgeSchema, type KnownMigrations, type Recorded } from "../../../src/database/opening/schema.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { forEachEngine, makeEmptyDatabase } from "../../support/databases.ts";

const newest = Object.keys(migrations).at(-1) ?? "";
const wider = (worksWith?: string): KnownMigrations => ({
  ...migrations,
  "9001-wider": {
    up: async (kysely) => {
      await kysely.schema.alterTable("tenant_settings").addColumn("wider", "text").execute();
      await pause(20);
    },
    ...(worksWith !== undefined && { worksWith }),
  },
});

async function connect(location: DatabaseLocation) {
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  return database;
}

const known = { "0001-a": { up: async () => {} }, "0002-b": { up: async () => {} } };
const old = { name: "0001-a", worksWith: null };
const own = { name: "0002-b", worksWith: null };
const named = (name: string, worksWith: string | null) => ({ name, worksWith });

describe("a program that knows 0001 and 0002 finds", () => {
  test.each([
    ["nothing", [], "empty"],
    ["0001", [old], "behind"],
    ["both", [old, own], "current"],
    ["one more that says nothing", [old, own, named("0003-c", null)], "newer"],
    ["one more that works with 0002", [old, own, named("0003-c", "0002-b")], "ahead"],
    ["one more that works with all since 0001", [old, own, named("0003-c", "0001-a")], "ahead"],
    ["one more that works with 0003 only", [old, own, named("0003-c", "0003-c")], "newer"],
    [
      "two more, both of which work with it",
      [old, own, named("0003-c", "0002-b"), named("0004-d", "0002-b")],
      "ahead",
    ],
    [
      "two more, the first of which does not",
      [old, own, named("0003-c", null), named("0004-d", "0002-b")],
      "newer",
    ],
    [
      "two more, the second of which does not",
      [old, own, named("0003-c", "0002-b"), named("0004-d", "0003-c")],
      "newer",
    ],
    ["one more, and one of its own missing", [old, named("0003-c", "0001-a")], "newer"],
  ] as [string, Recorded[], string][])("%s", (_what, recorded, standing) => {
    expect(judgeSchema(recorded, known)).toBe(standing);
  });
});

forEachEngine((engine) => {
  test("tables of a newer version that says so are worked with as they are", async () => {
    const location = await makeEmptyDatabase(engine);
    const [younger, older] = [await connect(location), await connect(location)];
    await migrateToLatest(younger, wider(newest));

    const migrated = await migrateToLatest(older);
    await createSettingsStore(older).change("slack:T1", { managers: ["U1"] });

    expect(migrated).toEqual({ done: [], isAhead: true });
    expect(await createSettingsStore(younger).find("slack:T1")).toMatchObject({ managers: ["U1"] });
    expect(await schemaStanding(younger, wider(newest))).toBe("current");
    const { findings, settings } = await examineDatabase(location, Date.now);
    expect(findings.find(({ name }) => name === "Tables")).toMatchObject({ state: "note" });
    expect(settings).toHaveLength(1);
  });

  test("a program older than it works with refuses them with a sentence, and changes nothing", async () => {
    const database = await connect(await makeEmptyDatabase(engine));
    await migrateToLatest(database, wider(newest));
    const { [newest]: _unknown, ...known } = migrations;

    const older = migrateToLatest(database, known);

    await expect(older).rejects.toThrow(
      /newer version of this program\. Nothing was changed\. Start that version/,
    );
    expect(await schemaStanding(database, wider(newest))).toBe("current");
  });

  test("a newer version that says nothing is refused", async () => {
    const database = await connect(await makeEmptyDatabase(engine));
    await migrateToLatest(database, wider());

    await expect(migrateToLatest(database)).rejects.toThrow(/newer version/);
  });
});

test("on PostgreSQL both versions starting at once both go on", async () => {
  const location = await makeEmptyDatabase("postgres");
  const databases = await Promise.all([1, 2, 3, 4].map(() => connect(location)));
  await migrateToLatest(databases[0] ?? (await connect(location)));

  const migrated = await Promise.all(
    databases.map((database, index) => migrateToLatest(database, index % 2 ? wider(newest) : migrations)),
  );

  expect(migrated.flatMap(({ done }) => done)).toEqual(["9001-wider"]);
});
