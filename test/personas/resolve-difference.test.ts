import { expect, test } from "vitest";
import { createLinkStore } from "../../src/database/link/link-store.ts";
import { createPersonaImports } from "../../src/database/persona/persona-imports.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant, userId } from "../support/persona-builders.ts";
import { countsOf, openSyncHouse, type SyncHouse } from "../support/sync-house.ts";

function linksOf({ database }: SyncHouse) {
  const { makeRoom } = createPersonaImports(database);
  return createLinkStore(database, personaKind, { makeRoom, gaveUp: async () => {} });
}

/** Linked, then changed in Tavus, then seen by a sync. */
async function makeDiffering(house: SyncHouse, names: string[]) {
  const made = [];
  for (const name of names) {
    const persona = await house.makeLinked(name);
    house.account.changePersona(persona.tavusPersonaId, {
      persona_name: `${name} of Tavus`,
      layers: { llm: { model: "tavus-gpt-oss" }, tts: { voice_settings: { volume: 2 } } },
    });
    made.push(persona);
  }
  await house.sync();
  house.bot.worker.start();
  return made;
}

async function makeMissing(house: SyncHouse) {
  const persona = await house.makeLinked("Ada");
  await house.makeLinked("Stays");
  house.account.removePersona(persona.tavusPersonaId);
  await house.sync();
  house.bot.worker.start();
  return persona;
}

forEachEngine((_engine, open) => {
  test("Keep ours takes what is here to Tavus", async () => {
    const house = await openSyncHouse(open);
    const [ada] = await makeDiffering(house, ["Ada"]);
    const { id = "", tavusPersonaId = "" } = ada ?? {};
    expect((await house.bot.personas.find(tenant, id))?.differs).toEqual(["name", "model"]);

    const kept = await house.bot.personas.keepOurs(tenant, id);

    expect(kept).toMatchObject({ name: "Ada", differs: [], isBehind: false });
    expect(house.account.persona(tavusPersonaId)?.document).toMatchObject({
      persona_name: "Ada",
      layers: { tts: { voice_settings: { volume: 2 } } },
    });
    expect(countsOf(await house.sync())).toEqual({ inStep: 1 });
  });

  test("Keep theirs takes only what was changed in Tavus", async () => {
    const house = await openSyncHouse(open);
    const [ada] = await makeDiffering(house, ["Ada"]);
    const before = await house.row({ tenantId: tenant, id: ada?.id ?? "" });

    const kept = await house.bot.personas.keepTheirs(tenant, ada?.id ?? "");

    expect(kept).toMatchObject({
      name: "Ada of Tavus",
      model: "tavus-gpt-oss",
      differs: [],
      isBehind: false,
    });
    expect(await house.row(kept)).toMatchObject({ prompt: before.prompt, prompt_is_whole: 0 });
    expect(countsOf(await house.sync())).toEqual({ inStep: 1 });
    expect(house.requests("patch persona")).toHaveLength(0);
  });

  test("a prompt taken from Tavus is whole, without its record line", async () => {
    const house = await openSyncHouse(open);
    const ada = await house.makeLinked("Ada");
    const text = `Another text.\n\n[record ${ada.id}]`;
    house.account.changePersona(ada.tavusPersonaId, { system_prompt: text });
    await house.sync();

    await house.bot.personas.keepTheirs(tenant, ada.id);

    expect(await house.row({ tenantId: tenant, id: ada.id })).toMatchObject({
      prompt: "Another text.",
      prompt_is_whole: 1,
    });
    expect(countsOf(await house.sync())).toEqual({ inStep: 1 });
  });

  test.each(["ours", "theirs"] as const)("all that differ are settled at once: %s", async (side) => {
    const house = await openSyncHouse(open);
    await makeDiffering(house, ["Ada", "Bo", "Cy"]);

    const outcome =
      side === "ours"
        ? await house.bot.personas.keepAllOurs(tenant)
        : await house.bot.personas.keepAllTheirs(tenant);
    await house.rest(house.bot);

    expect(outcome).toEqual(side === "ours" ? 3 : { taken: 3, missing: 0, failed: 0 });
    expect(countsOf(await house.sync())).toEqual({ inStep: 3 });
  });

  test("an edit here and a change in Tavus is a conflict", async () => {
    const house = await openSyncHouse(open);
    const [ada] = await makeDiffering(house, ["Ada"]);
    await house.bot.worker.stop(2_000);
    await house.database.kysely.updateTable("links").set({ revision: 2 }).execute();

    const summary = await house.sync({ mode: "preview" });

    expect(summary.conflicts.entries).toMatchObject([{ id: ada?.id, fields: ["name", "model"] }]);
  });

  test("a missing one is created again", async () => {
    const house = await openSyncHouse(open);
    const ada = await makeMissing(house);

    const again = await house.bot.personas.createAgain(tenant, ada.id);

    expect(again.link).toBe("linked");
    expect(again.tavusPersonaId).not.toBe(ada.tavusPersonaId);
    expect(await house.bot.personas.createAgain(tenant, ada.id)).toEqual(again);
    expect(house.requests("create persona")).toHaveLength(3);
  });

  test("two who create a missing one again at the same moment make one", async () => {
    const house = await openSyncHouse(open);
    const ada = await makeMissing(house);

    const again = await Promise.all([1, 2].map(() => house.bot.personas.createAgain(tenant, ada.id)));

    expect(again.map(({ link }) => link)).toEqual(["linked", "linked"]);
    expect(house.account.personas).toHaveLength(2);
  });

  test("one that nobody has noted as missing is created again too", async () => {
    const house = await openSyncHouse(open);
    const ada = await house.makeLinked("Ada");
    house.bot.worker.start();
    house.account.removePersona(ada.tavusPersonaId);

    const again = await house.bot.personas.createAgain(tenant, ada.id);

    expect(again.tavusPersonaId).toBe(house.account.personas[0]?.id);
    expect(house.account.personas).toHaveLength(1);
  });

  test("Keep theirs drops the edit that Tavus did not take, and nothing is pushed afterwards", async () => {
    const house = await openSyncHouse(open);
    const [ada] = await makeDiffering(house, ["Ada"]);
    const edited = { revision: 2, failure_kind: "conflict" };
    await house.bot.worker.stop(2_000);
    await house.database.kysely.updateTable("links").set(edited).execute();
    await house.database.kysely.updateTable("personas").set({ context: "Not in Tavus yet" }).execute();

    await house.bot.personas.keepTheirs(tenant, ada?.id ?? "");
    await house.work(house.bot);
    await house.rest(house.bot);

    expect(await house.row({ tenantId: tenant, id: ada?.id ?? "" })).toMatchObject({
      name: "Ada of Tavus",
      prompt: "You are Ada.",
      prompt_is_whole: 1,
      failure_kind: null,
    });
    expect(house.requests("patch persona")).toEqual([]);
    expect(countsOf(await house.sync())).toEqual({ inStep: 1 });
  });

  test("a missing one is unlinked and stays alone", async () => {
    const house = await openSyncHouse(open);
    const ada = await makeMissing(house);

    const alone = await house.bot.personas.unlinkMissing(tenant, ada.id);
    await house.rest(house.bot);

    expect(alone).toMatchObject({ link: "failed", failure: { cause: "unlinked" } });
    expect(house.account.personas).toHaveLength(1);
  });

  test("what was deleted here only is listed, never imported by itself, and can be brought back once", async () => {
    const house = await openSyncHouse(open);
    const ada = await house.makeLinked("Ada");
    await house.bot.personas.remove({ tenantId: tenant, id: ada.id, alsoInTavus: false });
    const listed = await house.sync();

    const back = await house.bot.personas.importDeleted(tenant, ada.id, userId);

    expect(countsOf(listed)).toEqual({ deletedHere: 1 });
    expect(back).toMatchObject({ name: "Ada", tavusPersonaId: ada.tavusPersonaId, isImported: true });
    expect(back.id).not.toBe(ada.id);
    await expect(house.bot.personas.importDeleted(tenant, ada.id, userId)).rejects.toThrow("already");
    expect(countsOf(await house.sync())).toEqual({ inStep: 1 });
  });

  test("a late answer takes the place of what a sync imported meanwhile", async () => {
    const house = await openSyncHouse(open);
    const typed = await house.makeUnlinked("Ada");
    const made = house.account.addPersona({ name: "Other", systemPrompt: "Other." });
    await house.sync({ createPatienceMs: 0 });

    const link = { remoteId: made.id, pushedRevision: 1 };
    const isLinked = await linksOf(house).linked({ tenantId: tenant, id: typed.id }, link);

    expect(isLinked).toBeTruthy();
    expect(await house.rows()).toMatchObject([{ id: typed.id, tavus_persona_id: made.id }]);
  });
});
