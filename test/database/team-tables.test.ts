import { expect, test } from "vitest";
import { fleetTables } from "../../src/database/fleet/fleet-tables.ts";
import { tablesOfTeam, teamTables } from "../../src/database/team-tables.ts";
import { forEachEngine } from "../support/databases.ts";

forEachEngine((_engine, open) => {
  test("every table of the database is known to hold something about a team, or about processes", async () => {
    const { kysely } = await open();

    const tables = await kysely.introspection.getTables();

    expect(tables.map(({ name }) => name).sort()).toEqual(
      Object.keys({ ...teamTables, ...fleetTables }).sort(),
    );
  });
});

test("the team's own row is the last to go", () => {
  expect(tablesOfTeam.at(-1)?.table).toBe("tenants");
});
