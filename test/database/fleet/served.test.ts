import { sql } from "kysely";
import { expect, test } from "vitest";
import { everybody, isServed, type Served } from "../../../src/database/fleet/served.ts";
import { forEachEngine } from "../../support/databases.ts";

const teams = ["discord:1", "discord:2", "slack:T1", "slack:T2", "discordant:1", "slack"];

const cases: [Served, string[]][] = [
  [everybody, teams],
  [{ discord: "all", slack: [] }, ["discord:1", "discord:2"]],
  [{ discord: [], slack: "all" }, ["slack:T1", "slack:T2"]],
  [{ discord: "all", slack: ["slack:T2"] }, ["discord:1", "discord:2", "slack:T2"]],
  [{ discord: ["discord:2"], slack: ["slack:T1"] }, ["discord:2", "slack:T1"]],
  [{ discord: [], slack: [] }, []],
];

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("of %j exactly the teams of its platforms and tokens are served", async (served, expected) => {
    const { kysely } = await open();
    for (const team of teams) {
      await kysely.insertInto("platform_state").values({ tenant_id: team, name: "n", value: "v" }).execute();
    }

    const rows = await kysely
      .selectFrom("platform_state")
      .select("tenant_id")
      .where("name", "=", "n")
      .where(isServed(served, "platform_state.tenant_id"))
      .where(sql<boolean>`value = 'v'`)
      .execute();

    expect(rows.map((row) => row.tenant_id).sort()).toEqual([...expected].sort());
  });
});
