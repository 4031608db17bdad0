import { expect, test } from "vitest";
import { createPersonaStore, type PersonaContent } from "../../../src/database/persona/persona-store.ts";
import type { PersonaRow } from "../../../src/database/tables.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/persona-builders.ts";

const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
const now = new Date(nowMs).toISOString();

async function openStore(open: OpenDatabase) {
  const database = await open({ clock: () => nowMs });
  const store = createPersonaStore(database);
  const insert = async (members: Partial<PersonaRow> = {}, tenantId = tenant) => {
    const row = aStoredPersona({ ...members, tenant_id: tenantId });
    await store.insert(tenantId, row);
    return row;
  };
  return { database, store, insert };
}

function contentOf(row: PersonaRow, changes: Partial<PersonaContent>): PersonaContent {
  const { kind, template, name, description, traits, prompt, prompt_is_whole, context } = row;
  const { replica_id, model, voice_speed, voice_emotion } = row;
  const words = { kind, template, name, description, traits, prompt, prompt_is_whole, context };
  return { ...words, replica_id, model, voice_speed, voice_emotion, ...changes };
}

forEachEngine((_engine, open) => {
  test("a row comes back with every character as typed", async () => {
    const { store, insert } = await openStore(open);
    const text = "‮ 😀 '\";-- @everyone <!channel>\n\n";

    const row = await insert({ name: text, prompt: text.repeat(1000) });

    expect(await store.find(tenant, row.id)).toEqual(row);
  });

  test("a form makes one row, however many insert it at once", async () => {
    const { store, database } = await openStore(open);
    const row = aStoredPersona();
    const again = { ...row, id: "per_2222222222" };

    const results = await Promise.all([store.insert(tenant, row), store.insert(tenant, again)]);

    expect(results.toSorted()).toEqual([false, true]);
    expect(await database.kysely.selectFrom("personas").select("id").execute()).toHaveLength(1);
  });

  test("a team neither finds, edits, retries nor changes another team's rows", async () => {
    const { store, insert } = await openStore(open);
    const row = await insert();
    const content = contentOf(row, { name: "Theirs" });

    expect(await store.find(otherTenant, row.id)).toBeUndefined();
    expect(await store.findByForm(otherTenant, row.form_id ?? "")).toBeUndefined();
    expect(await store.edit(otherTenant, row.id, { content, digest: "new" })).toBe(false);
    expect(await store.makeDue(otherTenant, row.id)).toBe(false);
    await store.changeReplica(otherTenant, row.id, "r1");

    expect(await store.find(tenant, row.id)).toEqual(row);
  });

  test("an edit with another digest is one revision, and due", async () => {
    const { store, insert } = await openStore(open);
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

    expect(await store.find(tenant, row.id)).toMatchObject({
      name: "Grace",
      revision: 2,
      link: "linked",
      tries: 0,
      next_attempt_at: now,
      told_at: null,
    });
  });

  test("an edit makes a failed one pending again, from now on", async () => {
    const { store, insert } = await openStore(open);
    const row = await insert({ link: "failed", next_attempt_at: null });

    await store.edit(tenant, row.id, { content: contentOf(row, {}), digest: "new" });

    expect(await store.find(tenant, row.id)).toMatchObject({ link: "pending", unsettled_since: now });
  });

  test.each([
    ["pending", { link: "pending" }, true],
    ["failed", { link: "failed", next_attempt_at: null }, true],
    ["linked, with an edit to push", { link: "linked", revision: 2, pushed_revision: 1 }, true],
    ["linked and in step", { link: "linked", pushed_revision: 1, next_attempt_at: null }, false],
    ["deleted", { link: "pending", deleted_at: now }, false],
  ] as const)("Retry of one that is %s makes it due: %#", async (_state, members, isDue) => {
    const { store, insert } = await openStore(open);
    const row = await insert({ ...members, tries: 4 });

    expect(await store.makeDue(tenant, row.id)).toBe(isDue);

    if (isDue) expect(await store.find(tenant, row.id)).toMatchObject({ next_attempt_at: now, tries: 0 });
  });

  test("another replica is another revision, and sending the form again then counts as an edit", async () => {
    const { store, insert } = await openStore(open);
    const row = await insert({ link: "failed", next_attempt_at: null });

    await store.changeReplica(tenant, row.id, "r1");
    const changed = await store.find(tenant, row.id);
    const isEdit = await store.edit(tenant, row.id, { content: contentOf(row, {}), digest: "digest" });

    expect(changed).toMatchObject({ replica_id: "r1", revision: 2, link: "pending", next_attempt_at: now });
    expect(isEdit).toBe(true);
  });

  test("a deleted row is found by its form only", async () => {
    const { store, insert } = await openStore(open);
    const row = await insert({ deleted_at: now });

    expect(await store.find(tenant, row.id)).toBeUndefined();
    expect(await store.findByForm(tenant, row.form_id ?? "")).toEqual(row);
  });

  test("a Tavus persona is linked once in a tenant", async () => {
    const { store, insert } = await openStore(open);
    await insert({ tavus_persona_id: "p1" });

    expect(await store.isLinked(tenant, "p1")).toBe(true);
    expect(await store.isLinked(otherTenant, "p1")).toBe(false);
    await insert({ tavus_persona_id: "p1" }, otherTenant);
    await expect(insert({ tavus_persona_id: "p1" })).rejects.toThrow(/unique/i);
  });
});
