import { expect, test } from "vitest";
import { type PersonaContent, readContent } from "../../../src/database/persona/content-columns.ts";
import { createPersonaStore, newRecord } from "../../../src/database/persona/persona-store.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aNewPersona, aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { type FlatRow, insertFlat, readFlat, readFlatRow } from "../../support/personas/persona-rows.ts";

const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
const now = new Date(nowMs).toISOString();

async function openStore(open: OpenDatabase) {
  const database = await open({ clock: () => nowMs });
  return {
    database,
    store: createPersonaStore(database),
    async insert(members: Partial<FlatRow> = {}): Promise<FlatRow> {
      const row = aStoredPersona(members);
      await insertFlat(database, [row]);
      return row;
    },
    read: (row: FlatRow) => readFlatRow(database, row),
  };
}

function contentOf(row: FlatRow, changes: Partial<PersonaContent> = {}): PersonaContent {
  return { ...readContent(row), ...changes };
}

forEachEngine((_engine, open) => {
  test("a row comes back with every character as typed", async () => {
    const { store, database } = await openStore(open);
    const text = "‮ 😀 '\";-- @everyone <!channel>\n\n";
    const content = contentOf(aStoredPersona(), { name: text, prompt: text.repeat(1000), traits: [text] });
    const persona = aNewPersona({ content });

    await store.insert(persona);

    const found = await store.find(tenant, persona.id);
    expect(found).toEqual(newRecord(persona));
    expect(found).toMatchObject(content);
    expect(await readFlat(database)).toMatchObject([{ name: text, prompt: text.repeat(1000) }]);
  });

  test("a form makes one row, however many insert it at once", async () => {
    const { store, database } = await openStore(open);
    const persona = aNewPersona();
    const again = { ...persona, id: "per_2222222222" };

    const results = await Promise.all([store.insert(persona), store.insert(again)]);

    expect(results.toSorted()).toEqual([false, true]);
    expect(await database.kysely.selectFrom("personas").select("id").execute()).toHaveLength(1);
    expect(await database.kysely.selectFrom("links").select("subject_id").execute()).toHaveLength(1);
  });

  test("a team neither finds, edits, retries nor changes another team's rows", async () => {
    const { store, database, insert, read } = await openStore(open);
    const row = await insert();
    const content = contentOf(row, { name: "Theirs" });

    expect(await store.find(otherTenant, row.id)).toBeUndefined();
    expect(await store.findByForm(otherTenant, row.form_id ?? "")).toBeUndefined();
    expect(await store.edit(otherTenant, row.id, { content, digest: "new" })).toBe(false);
    expect(await linksOfPersonas(database).makeDue({ tenantId: otherTenant, id: row.id })).toBe(false);
    await store.amend(otherTenant, row.id, { replicaId: "r1" });

    expect(await read(row)).toEqual(row);
  });

  test("an edit with another digest is one revision, and due", async () => {
    const { store, insert, read } = await openStore(open);
    const row = await insert({
      link: "linked",
      pushed_revision: 1,
      next_attempt_at: null,
      tries: 3,
      told_at: now,
    });
    const change = { content: contentOf(row, { name: "Grace" }), digest: "new" };

    expect(await store.edit(tenant, row.id, change)).toBe(true);
    expect(await store.edit(tenant, row.id, change)).toBe(false);

    expect(await read(row)).toMatchObject({
      name: "Grace",
      revision: 2,
      link: "linked",
      tries: 0,
      next_attempt_at: now,
      told_at: null,
    });
  });

  test("an edit makes a failed one pending again, from now on", async () => {
    const { store, insert, read } = await openStore(open);
    const row = await insert({ link: "failed", next_attempt_at: null });

    await store.edit(tenant, row.id, { content: contentOf(row), digest: "new" });

    expect(await read(row)).toMatchObject({ link: "pending", unsettled_since: now });
  });

  test("another replica is another revision, and sending the form again then counts as an edit", async () => {
    const { store, insert, read } = await openStore(open);
    const row = await insert({ link: "failed", next_attempt_at: null });

    await store.amend(tenant, row.id, { replicaId: "r1" });
    const changed = await read(row);
    const isEdit = await store.edit(tenant, row.id, { content: contentOf(row), digest: "digest" });

    expect(changed).toMatchObject({ replica_id: "r1", revision: 2, link: "pending", next_attempt_at: now });
    expect(isEdit).toBe(true);
  });

  test("a deleted row is found by its form only", async () => {
    const { store, insert } = await openStore(open);
    const row = await insert({ deleted_at: now });

    expect(await store.find(tenant, row.id)).toBeUndefined();
    expect(await store.findAll(tenant, [row.id])).toEqual([]);
    const found = await store.findByForm(tenant, row.form_id ?? "");
    expect(found).toEqual(await store.findEver(tenant, row.id));
    expect(found).toMatchObject({ ...contentOf(row), id: row.id, formId: row.form_id, deletedMs: nowMs });
  });
});
