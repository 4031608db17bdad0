import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";

forEachEngine((_, open) => {
  test("only this team's tombstones let go of a Tavus id", async () => {
    const database = await open();
    const deleted_at = "2026-01-01T00:00:00.000Z";
    const tavus_persona_id = "p1";
    const ours = aLinkedRow({ deleted_at, tavus_persona_id });
    const theirs = aLinkedRow({ deleted_at, tavus_persona_id, tenant_id: otherTenant });
    const kept = aLinkedRow({ tavus_persona_id: "p2" });
    await storeRows(database, [ours, theirs, kept]);
    const links = linksOfPersonas(database);

    await links.removals.release(tenant, "p1");
    await links.removals.release(tenant, "p2");

    expect(await links.isLinked(tenant, "p1")).toBe(false);
    expect(await links.isLinked(otherTenant, "p1")).toBe(true);
    expect(await links.isLinked(tenant, "p2")).toBe(true);
  });
});
