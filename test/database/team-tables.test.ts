import { expect, test } from "vitest";
import { tablesOfTeam, teamTables } from "../../src/database/team-tables.ts";
import { forEachEngine } from "../support/databases.ts";

forEachEngine((_engine, open) => {
  test("every table of the database is known to hold something about a team", async () => {
    const { kysely } = await open();

    const tables = await kysely.introspection.getTables();

    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(teamTables).sort());
  });
});

test("the team's own row is the last to go", () => {
  expect(tablesOfTeam.at(-1)?.table).toBe("tenants");
});
