import { expect, test } from "vitest";
import { teamTables } from "../../src/database/team-tables.ts";
import { forEachEngine } from "../support/databases.ts";

forEachEngine((_engine, open) => {
  test("every table of the database is known to hold something about a team", async () => {
    const { kysely } = await open();

    const tables = await kysely.introspection.getTables();

    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(teamTables).sort());
  });
});

test("the team's own row is the last to go", () => {
  expect(Object.keys(teamTables).at(-1)).toBe("tenants");
});
