import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";

const deleted = { deleted_at: "2026-11-22T00:00:00.000Z" };

forEachEngine((_engine, open) => {
  test("personas are counted by their link, without the deleted and without another team's", async () => {
    const database = await open();
    await storeRows(database, [
      aLinkedRow(),
      aLinkedRow(),
      aLinkedRow(deleted),
      aLinkedRow({ revision: 2, next_attempt_at: "2026-11-22T00:00:00.000Z" }),
      aLinkedRow({ revision: 2, failure_kind: "rejected" }),
      aLinkedRow({ revision: 2, failure_kind: "unavailable", next_attempt_at: "2026-11-22T00:00:00.000Z" }),
      aLinkedRow({ revision: 2, failure_kind: "rejected", ...deleted }),
      aLinkedRow({ revision: 2, failure_kind: "rejected", tenant_id: otherTenant }),
      aLinkedRow({ delete_in_tavus: 1, ...deleted }),
      aLinkedRow({ delete_in_tavus: 1, ...deleted, tenant_id: otherTenant }),
      aStoredPersona(),
      aStoredPersona({ link: "failed" }),
      aStoredPersona({ link: "failed", failure_kind: "unlinked" }),
      aStoredPersona({ link: "missing" }),
      aStoredPersona({ link: "missing" }),
      aStoredPersona({ link: "failed", ...deleted }),
      aStoredPersona({ tenant_id: otherTenant }),
    ]);
    const links = linksOfPersonas(database);

    expect(await links.countByState(tenant)).toEqual({
      linked: 2,
      pending: 1,
      failed: 1,
      missing: 2,
      unlinked: 1,
      behind: 3,
      leaving: 1,
    });
    expect(await links.countByState("slack:none")).toEqual({
      linked: 0,
      pending: 0,
      failed: 0,
      missing: 0,
      unlinked: 0,
      behind: 0,
      leaving: 0,
    });
  });

  test("a Tavus persona is linked once in a tenant", async () => {
    const database = await open();
    const insert = (tenant_id = tenant) =>
      storeRows(database, [aStoredPersona({ tavus_persona_id: "p1", tenant_id })]);
    await insert();
    const links = linksOfPersonas(database);

    expect(await links.isLinked(tenant, "p1")).toBe(true);
    expect(await links.isLinked(otherTenant, "p1")).toBe(false);
    await insert(otherTenant);
    await expect(insert()).rejects.toThrow(/unique/i);
  });

  test("what is linked here is told apart from what was until it was deleted, and from another team's", async () => {
    const database = await open();
    await storeRows(database, [
      aLinkedRow({ tavus_persona_id: "phere" }),
      aLinkedRow({ tavus_persona_id: "pgone", ...deleted }),
      aLinkedRow({ tavus_persona_id: "ptheirs", tenant_id: otherTenant }),
    ]);
    const links = linksOfPersonas(database);

    expect(await links.knownRemoteIds(tenant, ["phere", "pgone", "ptheirs", "pnone"])).toEqual({
      here: new Set(["phere"]),
      gone: new Set(["pgone"]),
    });
    expect(await links.knownRemoteIds(tenant, [])).toEqual({ here: new Set(), gone: new Set() });
  });
});
