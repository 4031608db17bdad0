import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import type { FlatRow } from "../../support/personas/persona-rows.ts";
import { storeRows } from "../../support/personas/stored-personas.ts";

const key = { tenantId: tenant, id: "per_a" };
const reading = {
  ...key,
  remoteId: "p1",
  revision: 1,
  pushedRevision: 1,
  base: '{"name":"read"}',
  kept: "kept",
};
const fresh = { link: "linked", tavus_persona_id: "p1", revision: 1, pushed_revision: 1 } as const;

/** What came before the reading was written, and whether it is still the first. */
const table: { what: string; row: Partial<FlatRow>; before?: string; isFirst: boolean }[] = [
  { what: "nothing came before", row: {}, isFirst: true },
  {
    what: "it was edited before, while it was made",
    row: { base: '{"name":"/ours"}' },
    before: '{"name":"/ours"}',
    isFirst: true,
  },
  { what: "a sync has read it", row: { base: '{"name":"synced"}', differs: "name" }, isFirst: false },
  { what: "it was edited", row: { revision: 2 }, isFirst: false },
  { what: "it was edited, and that was sent", row: { revision: 2, pushed_revision: 2 }, isFirst: false },
  { what: "it was linked to another", row: { tavus_persona_id: "p2" }, isFirst: false },
  { what: "it was unlinked", row: { link: "failed", tavus_persona_id: null }, isFirst: false },
  { what: "it is missing in Tavus", row: { link: "missing" }, isFirst: false },
];

forEachEngine((_engine, open) => {
  test.each(table)("a reading that is written when $what", async ({ what, row, before, isFirst }) => {
    for (const way of ["alone", "told"] as const) {
      const database = await open();
      const other = aStoredPersona({ ...fresh, id: "per_b", form_id: "per_b", tavus_persona_id: "p3" });
      const stored = aStoredPersona({ ...fresh, id: key.id, form_id: key.id, told_at: null, ...row });
      await storeRows(database, [stored, other]);
      const links = linksOfPersonas(database);
      const written = { ...reading, ...(before !== undefined && { before }) };

      await (way === "alone" ? links.firstReadings([written]) : links.allTold([{ key, reading: written }]));

      const [mine, others] = await database.kysely
        .selectFrom("links")
        .select(["base", "kept", "differs", "told_at"])
        .orderBy("subject_id")
        .execute();
      const asItWas = { base: stored.base, kept: stored.kept, differs: stored.differs };
      expect(mine).toMatchObject(isFirst ? { base: reading.base, kept: "kept", differs: null } : asItWas);
      const isAskedFor = what === "it was edited";
      expect(mine?.told_at === null).toBe(way === "alone" || isAskedFor);
      expect(others).toMatchObject({ base: null, kept: null });
    }
  });
});
