import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { migrations } from "../../../migrations/all.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createTenantLifeStore } from "../../../src/database/team/tenant-life-store.ts";
import { forEachEngine, makeEmptyDatabase } from "../../support/databases.ts";
import { type FlatRow, readFlat } from "../../support/personas/persona-rows.ts";
import { rowsOf } from "../../support/personas/stored-personas.ts";

const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0004"));
const byId = (one: FlatRow, other: FlatRow) => (one.id < other.id ? -1 : 1);

/** What it takes of a limit came later. */
const withoutAllowance = (row: FlatRow) => ({ ...row, allowance: null });

/** Writes what the table of that time has a column for. */
async function insertOld({ kysely }: Database, row: Record<string, unknown>): Promise<void> {
  const table = (await kysely.introspection.getTables()).find(({ name }) => name === "personas");
  const columns = table?.columns.map(({ name }) => name).filter((name) => name in row) ?? [];
  const values = columns.map((name) => row[name]);
  await sql`insert into personas (${sql.join(columns.map((name) => sql.ref(name)))})
    values (${sql.join(values)})`.execute(kysely);
}

forEachEngine((engine) => {
  test("teams that had personas before are known, keep them, and are not welcomed as new", async () => {
    const database = await connectDatabase(await makeEmptyDatabase(engine));
    onTestFinished(() => database.close());
    await migrateToLatest(database, before);
    const rows = [...rowsOf("discord:1", 3), ...rowsOf("slack:T1", 1)];
    for (const { outcome_unknown: must_look, ...row } of rows)
      await insertOld(database, { ...row, must_look });

    await migrateToLatest(database);

    const life = createTenantLifeStore(database);
    expect(await life.listPresent("discord:", "", 9)).toEqual([{ tenantId: "discord:1", isMember: true }]);
    expect([await life.arrived("discord:1"), await life.claimWelcome("discord:1")]).toEqual(["known", false]);
    expect(await life.arrived("discord:2")).toBe("new");
    const kept = await readFlat(database);
    expect(kept.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(kept.map(withoutAllowance).toSorted(byId)).toEqual(rows.map(withoutAllowance).toSorted(byId));
    expect(kept.every((row) => row.delete_in_tavus === 0)).toBe(true);
  });
});
