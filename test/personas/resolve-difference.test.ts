import { expect, test } from "vitest";
import { createLinkStore } from "../../src/database/link/link-store.ts";
import { createPersonaImports } from "../../src/database/persona/persona-imports.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { forEachEngine } from "../support/databases.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../support/harness/sync-harness.ts";
import { aDraft, tenant, userId } from "../support/personas/persona-builders.ts";

function linksOf({ database }: SyncHarness) {
  const { makeRoom } = createPersonaImports(database);
  return createLinkStore(database, personaKind, { makeRoom });
}

/** Linked, then changed in Tavus, then seen by a sync. */
async function makeDiffering(harness: SyncHarness, names: string[]) {
  const made = [];
  for (const name of names) {
    const persona = await harness.makeLinked(name);
    harness.account.changePersona(persona.tavusPersonaId, {
      persona_name: `${name} of Tavus`,
      layers: { llm: { model: "tavus-gpt-oss" }, tts: { voice_settings: { volume: 2 } } },
    });
    made.push(persona);
  }
  await harness.sync();
  harness.bot.worker.start();
  return made;
}

async function makeMissing(harness: SyncHarness) {
  const persona = await harness.makeLinked("Ada");
  await harness.makeLinked("Stays");
  harness.account.removePersona(persona.tavusPersonaId);
  await harness.sync();
  harness.bot.worker.start();
  return persona;
}

forEachEngine((_engine, open) => {
  test("Keep ours takes what is here to Tavus", async () => {
    const harness = await openSyncHarness(open);
    const [ada] = await makeDiffering(harness, ["Ada"]);
    const { id = "", tavusPersonaId = "" } = ada ?? {};
    expect((await harness.bot.personas.find(tenant, id))?.differs).toEqual(["name", "model"]);

    const kept = await harness.bot.personas.resolveWithOurs({ tenantId: tenant, id });

    expect(kept).toMatchObject({ name: "Ada", differs: [], isBehind: false });
    expect(harness.account.persona(tavusPersonaId)?.document).toMatchObject({
      persona_name: "Ada",
      layers: { tts: { voice_settings: { volume: 2 } } },
    });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("Keep theirs takes only what was changed in Tavus", async () => {
    const harness = await openSyncHarness(open);
    const [ada] = await makeDiffering(harness, ["Ada"]);
    const before = await harness.row({ tenantId: tenant, id: ada?.id ?? "" });

    const kept = await harness.bot.personas.resolveWithTheirs({ tenantId: tenant, id: ada?.id ?? "" });

    expect(kept).toMatchObject({
      name: "Ada of Tavus",
      model: "tavus-gpt-oss",
      differs: [],
      isBehind: false,
    });
    expect(await harness.row(kept)).toMatchObject({ prompt: before.prompt, prompt_is_whole: 0 });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
    expect(harness.requests("patch persona")).toHaveLength(0);
  });

  test("a prompt taken from Tavus is whole, without its record line", async () => {
    const harness = await openSyncHarness(open);
    const ada = await harness.makeLinked("Ada");
    const text = `Another text.\n\n[record ${ada.id}]`;
    harness.account.changePersona(ada.tavusPersonaId, { system_prompt: text });
    await harness.sync();

    await harness.bot.personas.resolveWithTheirs({ tenantId: tenant, id: ada.id });

    expect(await harness.row({ tenantId: tenant, id: ada.id })).toMatchObject({
      prompt: "Another text.",
      prompt_is_whole: 1,
    });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test.each(["ours", "theirs"] as const)("all that differ are settled at once: %s", async (side) => {
    const harness = await openSyncHarness(open);
    await makeDiffering(harness, ["Ada", "Bo", "Cy"]);

    const outcome =
      side === "ours"
        ? await harness.bot.personas.resolveAllWithOurs(tenant)
        : await harness.bot.personas.resolveAllWithTheirs(tenant);
    await harness.rest(harness.bot);

    expect(outcome).toEqual(side === "ours" ? 3 : { taken: 3, missing: 0, failed: 0 });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 3 });
  });

  test("an edit here and a change in Tavus is a conflict", async () => {
    const harness = await openSyncHarness(open);
    const [ada] = await makeDiffering(harness, ["Ada"]);
    await harness.bot.worker.stop(2_000);
    await harness.database.kysely.updateTable("links").set({ revision: 2 }).execute();

    const summary = await harness.sync({ mode: "preview" });

    expect(summary.conflicts.entries).toMatchObject([{ id: ada?.id, fields: ["name", "model"] }]);
  });

  test("a missing one is created again", async () => {
    const harness = await openSyncHarness(open);
    const ada = await makeMissing(harness);

    const again = await harness.bot.personas.createAgain(tenant, ada.id);

    expect(again.link).toBe("linked");
    expect(again.tavusPersonaId).not.toBe(ada.tavusPersonaId);
    expect(await harness.bot.personas.createAgain(tenant, ada.id)).toEqual(again);
    expect(harness.requests("create persona")).toHaveLength(3);
  });

  test("one that Tavus did not know once, and has, is linked again with its edit, and not made a second time", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    const { id, tavusPersonaId } = await harness.makeLinked("Ada");
    harness.advance(300_000);
    const unknown = { status: 400, body: { error: "Invalid persona_id" } };
    harness.standIn.setFault(unknown, { operation: "get persona", times: 1 });
    const edit = { tenantId: tenant, id, baseRevision: 1, draft: aDraft({ name: "Grace" }) };
    const edited = await harness.bot.personas.edit(edit, async () => {});

    const again = await harness.bot.personas.createAgain(tenant, id);

    expect(edited.persona.link).toBe("missing");
    expect(again).toMatchObject({ link: "linked", tavusPersonaId, isBehind: false, failure: undefined });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("two who create a missing one again at the same moment make one", async () => {
    const harness = await openSyncHarness(open);
    const ada = await makeMissing(harness);

    const again = await Promise.all([1, 2].map(() => harness.bot.personas.createAgain(tenant, ada.id)));

    expect(again.map(({ link }) => link)).toEqual(["linked", "linked"]);
    expect(harness.account.personas).toHaveLength(2);
  });

  test("one that nobody has noted as missing is created again too", async () => {
    const harness = await openSyncHarness(open);
    const ada = await harness.makeLinked("Ada");
    harness.bot.worker.start();
    harness.account.removePersona(ada.tavusPersonaId);

    const again = await harness.bot.personas.createAgain(tenant, ada.id);

    expect(again.tavusPersonaId).toBe(harness.account.personas[0]?.id);
    expect(harness.account.personas).toHaveLength(1);
  });

  test("Keep theirs drops the edit that Tavus did not take, and nothing is pushed afterwards", async () => {
    const harness = await openSyncHarness(open);
    const [ada] = await makeDiffering(harness, ["Ada"]);
    const edited = { revision: 2, failure_kind: "conflict" };
    await harness.bot.worker.stop(2_000);
    await harness.database.kysely.updateTable("links").set(edited).execute();
    await harness.database.kysely.updateTable("personas").set({ context: "Not in Tavus yet" }).execute();

    await harness.bot.personas.resolveWithTheirs({ tenantId: tenant, id: ada?.id ?? "" });
    await harness.work(harness.bot);
    await harness.rest(harness.bot);

    expect(await harness.row({ tenantId: tenant, id: ada?.id ?? "" })).toMatchObject({
      name: "Ada of Tavus",
      prompt: "You are Ada.",
      prompt_is_whole: 1,
      failure_kind: null,
    });
    expect(harness.requests("patch persona")).toEqual([]);
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("a missing one is unlinked and stays alone", async () => {
    const harness = await openSyncHarness(open);
    const ada = await makeMissing(harness);

    const alone = await harness.bot.personas.unlinkMissing({ tenantId: tenant, id: ada.id });
    await harness.rest(harness.bot);

    expect(alone).toMatchObject({ link: "failed", failure: { cause: "unlinked" } });
    expect(harness.account.personas).toHaveLength(1);
  });

  test("what was deleted here only is listed, never imported by itself, and can be brought back once", async () => {
    const harness = await openSyncHarness(open);
    const ada = await harness.makeLinked("Ada");
    await harness.bot.personas.remove({ tenantId: tenant, id: ada.id, alsoInTavus: false });
    const listed = await harness.sync();

    const back = await harness.bot.personas.importDeleted(tenant, ada.id, userId);

    expect(countsOf(listed)).toEqual({ deletedHere: 1 });
    expect(back).toMatchObject({ name: "Ada", tavusPersonaId: ada.tavusPersonaId, isImported: true });
    expect(back.id).not.toBe(ada.id);
    await expect(harness.bot.personas.importDeleted(tenant, ada.id, userId)).rejects.toThrow("already");
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test.each<[string, (harness: SyncHarness, imported: { id: string; remoteId: string }) => Promise<unknown>]>(
    [
      [
        "kept over what Tavus had",
        async ({ account, sync, bot }, { id, remoteId }) => {
          account.changePersona(remoteId, { system_prompt: "Typed in Tavus." });
          await sync();
          return bot.personas.resolveWithOurs({ tenantId: tenant, id, by: userId });
        },
      ],
      [
        "unlinked and linked again",
        async ({ bot }, { id, remoteId }) => {
          await bot.personas.unlink({ tenantId: tenant, id, by: userId });
          return bot.personas.link({ tenantId: tenant, id, tavusPersonaId: remoteId });
        },
      ],
      [
        "renamed, and called again what it was",
        async ({ bot }, { id }) => {
          for (const [index, name] of ["Another", "Other"].entries()) {
            const draft = aDraft({ name, prompt: "Other.", description: "", traits: [], context: "" });
            await bot.personas.edit({ tenantId: tenant, id, draft, baseRevision: index + 1 }, async () => {});
          }
        },
      ],
    ],
  )("what somebody has %s makes no room for a late answer, and keeps its history", async (_, change) => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    const { id: remoteId } = harness.account.addPersona({ name: "Other", systemPrompt: "Other." });
    await harness.sync();
    const [imported] = await harness.rows();
    await change(harness, { id: imported?.id ?? "", remoteId });
    await harness.rest(harness.bot);
    const history = () => harness.database.kysely.selectFrom("persona_versions").selectAll().execute();
    const before = await history();
    const typed = await harness.makeUnlinked("Ada");

    const link = { remoteId, pushedRevision: 1 };
    const isLinked = await linksOf(harness).linked({ tenantId: tenant, id: typed.id }, link);

    expect(before.length).toBeGreaterThan(0);
    expect(isLinked).toBeUndefined();
    expect(await history()).toEqual(before);
  });

  test("a late answer takes the place of what a sync imported meanwhile", async () => {
    const harness = await openSyncHarness(open);
    const typed = await harness.makeUnlinked("Ada");
    const made = harness.account.addPersona({ name: "Other", systemPrompt: "Other." });
    await harness.sync({ createPatienceMs: 0 });

    const link = { remoteId: made.id, pushedRevision: 1 };
    const isLinked = await linksOf(harness).linked({ tenantId: tenant, id: typed.id }, link);

    expect(isLinked).toBeTruthy();
    expect(await harness.rows()).toMatchObject([{ id: typed.id, tavus_persona_id: made.id }]);
  });
});
