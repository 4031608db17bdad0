import { expect, test } from "vitest";
import { createPersonaOutcomes } from "../../../src/database/persona/persona-outcomes.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/persona-builders.ts";
import { aLinkedRow, storeRows } from "../../support/stored-personas.ts";

forEachEngine((_, open) => {
  test("what a push under way says about an unlinked persona comes too late", async () => {
    const database = await open();
    const row = aLinkedRow({ attempt: 3, tavus_persona_id: "p1" });
    await storeRows(database, [row]);
    const outcomes = createPersonaOutcomes(database);
    const failure = { kind: "notFound", words: null, incident: null };

    await outcomes.unlinked(tenant, row.id);
    await outcomes.missing(tenant, row, failure);
    await outcomes.pushed(tenant, row, { pushedRevision: 1 });

    expect(await createPersonaStore(database).find(tenant, row.id)).toMatchObject({
      link: "failed",
      failure_kind: "unlinked",
      pushed_revision: 0,
      next_attempt_at: null,
    });
  });

  test("only this team's tombstones let go of a Tavus id", async () => {
    const database = await open();
    const deleted_at = "2026-01-01T00:00:00.000Z";
    const tavus_persona_id = "p1";
    const ours = aLinkedRow({ deleted_at, tavus_persona_id });
    const theirs = aLinkedRow({ deleted_at, tavus_persona_id, tenant_id: otherTenant });
    const kept = aLinkedRow({ tavus_persona_id: "p2" });
    await storeRows(database, [ours, theirs, kept]);

    await createPersonaOutcomes(database).releaseDeleted(tenant, "p1");
    await createPersonaOutcomes(database).releaseDeleted(tenant, "p2");

    const store = createPersonaStore(database);
    expect(await store.isLinked(tenant, "p1")).toBe(false);
    expect(await store.isLinked(otherTenant, "p1")).toBe(true);
    expect(await store.isLinked(tenant, "p2")).toBe(true);
  });
});
