import { expect, test } from "vitest";
import { createPersonaOutcomes } from "../../../src/database/persona/persona-outcomes.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/persona-builders.ts";
import { storeRows } from "../../support/stored-personas.ts";

forEachEngine((_engine, open) => {
  test("that people of many teams were told is noted at once, each team's own personas alone", async () => {
    const database = await open();
    const ids = ["per_a", "per_b"];
    const rows = [tenant, otherTenant].flatMap((tenant_id) =>
      ids.map((id) => aStoredPersona({ tenant_id, id, form_id: id, told_at: null })),
    );
    await storeRows(database, rows);

    await createPersonaOutcomes(database).allTold([
      { tenantId: tenant, id: "per_a" },
      { tenantId: otherTenant, id: "per_b" },
      { tenantId: tenant, id: "per_gone" },
    ]);

    const told = await database.kysely
      .selectFrom("personas")
      .select(["tenant_id", "id"])
      .where("told_at", "is not", null)
      .orderBy("id")
      .execute();
    expect(told).toEqual([
      { tenant_id: tenant, id: "per_a" },
      { tenant_id: otherTenant, id: "per_b" },
    ]);
  });
});
