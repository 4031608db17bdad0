import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherKey } from "../../support/harness/harness.ts";
import {
  countHere,
  countsOf,
  namesIn,
  openSyncHarness,
  runToEnd,
  type SyncHarness,
} from "../../support/harness/sync-harness.ts";
import { aDraft, otherTenant, tenant } from "../../support/personas/persona-builders.ts";

function addOwn({ account }: SyncHarness, count: number): string[] {
  return Array.from({ length: count }, (_, number) =>
    account.addPersona({ name: `Persona ${number}`, systemPrompt: `You are number ${number}.` }),
  ).map(({ id }) => id);
}

function fillStock({ account }: SyncHarness, total: number): void {
  const stock = account.everyPersona.filter(({ type }) => type === "system").length;
  for (let number = stock; number < total; number += 1) {
    account.addPersona({ name: `Stock ${number}`, type: "system" });
  }
}

forEachEngine((_engine, open) => {
  test("an account of 250 own and 30 stock personas is imported once", async () => {
    const harness = await openSyncHarness(open);
    addOwn(harness, 250);
    fillStock(harness, 30);

    const first = await harness.sync();
    const again = await harness.sync();

    expect(countsOf(first)).toEqual({ imported: 250 });
    expect(first.imported.entries).toHaveLength(25);
    expect(first.imported.texts?.join("\n")?.split("\n")).toHaveLength(250);
    expect(countsOf(again)).toEqual({ inStep: 250 });
    expect(await countHere(harness)).toBe(250);
    expect(harness.requests("create persona")).toHaveLength(0);
  });

  test("a preview shows the plan and changes nothing", async () => {
    const harness = await openSyncHarness(open);
    const ada = await harness.makeUnlinked("Ada");
    await harness.makeUnlinked("Bo");
    const cy = await harness.makeLinked("Cy");
    harness.account.addPersona({ name: "Elsewhere", systemPrompt: "You are Ada." });
    harness.account.addPersona({ name: "New", systemPrompt: "New." });
    harness.account.changePersona(cy.tavusPersonaId, { persona_name: "Cyrus" });
    const before = await harness.rows();

    const summary = await harness.sync({ mode: "preview" });

    expect(countsOf(summary)).toEqual({ imported: 1, linked: 1, created: 1, differing: 1 });
    expect(summary.linked.entries).toMatchObject([{ id: ada.id, name: "Ada" }]);
    expect(await harness.rows()).toEqual(before);
  });

  test("what is on both sides and not connected is linked, by prompt or by the only such name", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    await harness.makeUnlinked("Ada", "You are Ada, the first.");
    await harness.makeUnlinked("Bo");
    await harness.makeUnlinked("Cy");
    const ada = harness.account.addPersona({ name: "Renamed", systemPrompt: "You are Ada, the first." });
    const bo = harness.account.addPersona({ name: "Bo", systemPrompt: "Another text." });
    const cy = harness.account.addPersona({ name: "Cy", systemPrompt: "You are Cy." });

    const summary = await harness.sync();

    expect(countsOf(summary)).toEqual({ linked: 3, differing: 2 });
    const linked = (await harness.rows()).map((row) => [row.name, row.tavus_persona_id]);
    expect(linked.sort()).toEqual([
      ["Ada", ada.id],
      ["Bo", bo.id],
      ["Cy", cy.id],
    ]);
    expect(harness.account.personas).toHaveLength(3);
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1, differing: 2 });
  });

  test("one renamed, one with another prompt and one deleted in Tavus are told apart", async () => {
    const harness = await openSyncHarness(open);
    const ada = await harness.makeLinked("Ada");
    const bo = await harness.makeLinked("Bo");
    const cy = await harness.makeLinked("Cy");
    await harness.makeLinked("Di");
    harness.account.changePersona(ada.tavusPersonaId, { persona_name: "Lovelace" });
    harness.account.changePersona(bo.tavusPersonaId, { system_prompt: "Something else" });
    harness.account.removePersona(cy.tavusPersonaId);

    const summary = await harness.sync();

    expect(countsOf(summary)).toEqual({ inStep: 1, differing: 2, missing: 1 });
    expect(namesIn(summary, "missing")).toEqual(["Cy"]);
    expect(summary.differing.entries.map(({ name, fields }) => [name, fields]).sort()).toEqual([
      ["Ada", ["name"]],
      ["Bo", ["prompt"]],
    ]);
    expect((await harness.row({ tenantId: tenant, id: cy.id })).link).toBe("missing");
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1, differing: 2, missing: 1 });
  });

  test("one whose new name is not in Tavus yet is listed by the name that it has here", async () => {
    const harness = await openSyncHarness(open);
    const { id } = await harness.makeLinked("Ada");
    const repair = harness.standIn.setFault("rateLimited", { operation: "patch persona" });
    const draft = aDraft({
      name: "Lovelace",
      prompt: "You are Ada.",
      description: "",
      traits: [],
      context: "",
    });
    await harness.bot.personas.edit({ tenantId: tenant, id, draft, baseRevision: 1 }, async () => {});
    repair();

    const summary = await harness.sync({ mode: "preview" });

    expect(countsOf(summary)).toEqual({ notPushedYet: 1 });
    expect(namesIn(summary, "notPushedYet")).toEqual(["Lovelace"]);
  });

  test("what is only here is created by the queue", async () => {
    const harness = await openSyncHarness(open);
    await harness.makeUnlinked("Ada");
    await harness.makeUnlinked("Bo");
    harness.bot.worker.start();

    const summary = await harness.sync();

    expect(countsOf(summary)).toEqual({ created: 2 });
    expect(harness.account.personas).toHaveLength(2);
    expect(countsOf(await harness.sync())).toEqual({ inStep: 2 });
  });

  test("what Tavus refuses is listed with its cause", async () => {
    const harness = await openSyncHarness(open);
    await harness.makeUnlinked("Ada");
    harness.standIn.setFault("rejected", { operation: "create persona" });
    harness.bot.worker.start();

    const summary = await harness.sync();

    expect(summary.failed.entries).toMatchObject([{ name: "Ada", cause: "rejected" }]);
  });

  test("another account's key changes nothing and says so", async () => {
    const harness = await openSyncHarness(open, { twoAccounts: true });
    await harness.makeLinked("Ada");
    await harness.makeLinked("Bo");
    harness.standIn.account(otherKey).addPersona({ name: "Foreign" });
    const before = await harness.rows();

    const summary = await runToEnd(harness.startBot({ key: otherKey }));

    expect(summary.stoppedBecause).toEqual({ kind: "otherAccount", linked: 2 });
    expect(await harness.rows()).toEqual(before);
  });

  test("when most linked ones are gone a person is asked first", async () => {
    const harness = await openSyncHarness(open);
    const [stays = "", ...go] = addOwn(harness, 6);
    await harness.sync();
    for (const id of go) harness.account.removePersona(id);

    const asked = await harness.sync();
    const confirmed = await harness.sync({ isMassMissingConfirmed: true });

    expect(asked.stoppedBecause).toEqual({ kind: "mostMissing", absent: 5, linked: 6 });
    expect(asked.missing.count).toBe(0);
    expect(countsOf(confirmed)).toEqual({ inStep: 1, missing: 5 });
    expect(harness.account.persona(stays)).toBeDefined();
  });

  test.each(["shuffled", "restless"] as const)("a %s list never makes anything missing", async (order) => {
    const harness = await openSyncHarness(open);
    addOwn(harness, 230);
    await harness.sync();
    Object.assign(harness.standIn.behaviour, { order, pageMaximum: 20 });

    const summary = await harness.sync();

    expect(summary.missing.count).toBe(0);
    expect(summary.imported.count).toBe(0);
    expect(summary.isListUnsure).toBe(order === "restless");
  });

  test("a list that shifts while it is read is read again", async () => {
    const harness = await openSyncHarness(open);
    const [first = ""] = addOwn(harness, 60);
    await harness.sync();
    Object.assign(harness.standIn.behaviour, { pageMaximum: 10 });
    let pages = 0;
    const requests = harness.standIn.requests;
    const push = requests.push.bind(requests);
    requests.push = (...added) => {
      pages += added.filter(({ query }) => query.persona_type === "user").length;
      if (pages === 3 && harness.account.persona(first)) harness.account.removePersona(first);
      return push(...added);
    };

    const summary = await harness.sync();

    expect(summary.isListUnsure).toBe(false);
    expect(countsOf(summary)).toEqual({ inStep: 59, missing: 1 });
  });

  test("teams that share a key do not import each other's", async () => {
    const harness = await openSyncHarness(open);
    await harness.makeLinked("Ada");
    harness.account.addPersona({ name: "Free" });

    const summary = await harness.sync({ tenantId: otherTenant });
    const ours = await harness.sync();

    expect(namesIn(summary, "imported")).toEqual(["Free"]);
    expect(countsOf(ours)).toEqual({ inStep: 1 });
  });

  test("odd personas are imported whole, and a push leaves alone what we do not know", async () => {
    const harness = await openSyncHarness(open);
    const long = "word ".repeat(4_000).trim();
    const odd = harness.account.storePersona({
      system_prompt: `${long}\u0000`,
      layers: { llm: { api_key: "secret-key" }, unknown_layer: { deep: [1] } },
    });

    await harness.sync();
    const [row] = await harness.rows();
    harness.bot.worker.start();
    const persona = await harness.bot.personas.find(tenant, row?.id ?? "");
    if (!persona) throw new Error("Nothing was imported.");
    const request = { tenantId: tenant, id: persona.id, draft: { ...persona, name: "Odd" }, baseRevision: 1 };
    await harness.bot.personas.edit(request, async () => {});

    expect(row).toMatchObject({ name: "", prompt: long, prompt_is_whole: 1, model: "", link: "linked" });
    expect(JSON.stringify(row)).not.toContain("secret-key");
    expect(harness.requests("patch persona").map(({ body }) => body)).toEqual([
      [{ op: "add", path: "/persona_name", value: "Odd" }],
    ]);
    expect(harness.account.persona(odd.id)?.document.layers).toEqual({
      llm: { api_key: "secret-key" },
      unknown_layer: { deep: [1] },
    });
  });
});
