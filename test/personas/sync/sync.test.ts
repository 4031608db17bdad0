import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherKey } from "../../support/house.ts";
import { otherTenant, tenant } from "../../support/persona-builders.ts";
import {
  countHere,
  countsOf,
  namesIn,
  openSyncHouse,
  runToEnd,
  type SyncHouse,
} from "../../support/sync-house.ts";

function addOwn({ account }: SyncHouse, count: number): string[] {
  return Array.from({ length: count }, (_, number) =>
    account.addPersona({ name: `Persona ${number}`, systemPrompt: `You are number ${number}.` }),
  ).map(({ id }) => id);
}

function fillStock({ account }: SyncHouse, total: number): void {
  const stock = account.everyPersona.filter(({ type }) => type === "system").length;
  for (let number = stock; number < total; number += 1) {
    account.addPersona({ name: `Stock ${number}`, type: "system" });
  }
}

forEachEngine((_engine, open) => {
  test("an account of 250 own and 30 stock personas is imported once", async () => {
    const house = await openSyncHouse(open);
    addOwn(house, 250);
    fillStock(house, 30);

    const first = await house.sync();
    const again = await house.sync();

    expect(countsOf(first)).toEqual({ imported: 250 });
    expect(first.imported.entries).toHaveLength(25);
    expect(first.imported.text?.split("\n")).toHaveLength(250);
    expect(countsOf(again)).toEqual({ inStep: 250 });
    expect(await countHere(house)).toBe(250);
    expect(house.requests("create persona")).toHaveLength(0);
  });

  test("a preview shows the plan and changes nothing", async () => {
    const house = await openSyncHouse(open);
    const ada = await house.makeUnlinked("Ada");
    await house.makeUnlinked("Bo");
    const cy = await house.makeLinked("Cy");
    house.account.addPersona({ name: "Elsewhere", systemPrompt: "You are Ada." });
    house.account.addPersona({ name: "New", systemPrompt: "New." });
    house.account.changePersona(cy.tavusPersonaId, { persona_name: "Cyrus" });
    const before = await house.rows();

    const summary = await house.sync({ mode: "preview" });

    expect(countsOf(summary)).toEqual({ imported: 1, linked: 1, created: 1, differing: 1 });
    expect(summary.linked.entries).toMatchObject([{ id: ada.id, name: "Ada" }]);
    expect(await house.rows()).toEqual(before);
  });

  test("what is on both sides and not connected is linked, by prompt or by the only such name", async () => {
    const house = await openSyncHouse(open);
    house.bot.worker.start();
    await house.makeUnlinked("Ada", "You are Ada, the first.");
    await house.makeUnlinked("Bo");
    await house.makeUnlinked("Cy");
    const ada = house.account.addPersona({ name: "Renamed", systemPrompt: "You are Ada, the first." });
    const bo = house.account.addPersona({ name: "Bo", systemPrompt: "Another text." });
    const cy = house.account.addPersona({ name: "Cy", systemPrompt: "You are Cy." });

    const summary = await house.sync();

    expect(countsOf(summary)).toEqual({ linked: 3, differing: 2 });
    const linked = (await house.rows()).map((row) => [row.name, row.tavus_persona_id]);
    expect(linked.sort()).toEqual([
      ["Ada", ada.id],
      ["Bo", bo.id],
      ["Cy", cy.id],
    ]);
    expect(house.account.personas).toHaveLength(3);
    expect(countsOf(await house.sync())).toEqual({ inStep: 1, differing: 2 });
  });

  test("one renamed, one with another prompt and one deleted in Tavus are told apart", async () => {
    const house = await openSyncHouse(open);
    const ada = await house.makeLinked("Ada");
    const bo = await house.makeLinked("Bo");
    const cy = await house.makeLinked("Cy");
    await house.makeLinked("Di");
    house.account.changePersona(ada.tavusPersonaId, { persona_name: "Lovelace" });
    house.account.changePersona(bo.tavusPersonaId, { system_prompt: "Something else" });
    house.account.removePersona(cy.tavusPersonaId);

    const summary = await house.sync();

    expect(countsOf(summary)).toEqual({ inStep: 1, differing: 2, missing: 1 });
    expect(namesIn(summary, "missing")).toEqual(["Cy"]);
    expect(summary.differing.entries.map(({ name, fields }) => [name, fields]).sort()).toEqual([
      ["Ada", ["name"]],
      ["Bo", ["prompt"]],
    ]);
    expect((await house.row({ tenantId: tenant, id: cy.id })).link).toBe("missing");
    expect(countsOf(await house.sync())).toEqual({ inStep: 1, differing: 2, missing: 1 });
  });

  test("what is only here is created by the queue", async () => {
    const house = await openSyncHouse(open);
    await house.makeUnlinked("Ada");
    await house.makeUnlinked("Bo");
    house.bot.worker.start();

    const summary = await house.sync();

    expect(countsOf(summary)).toEqual({ created: 2 });
    expect(house.account.personas).toHaveLength(2);
    expect(countsOf(await house.sync())).toEqual({ inStep: 2 });
  });

  test("what Tavus refuses is listed with its cause", async () => {
    const house = await openSyncHouse(open);
    await house.makeUnlinked("Ada");
    house.standIn.setFault("rejected", { operation: "create persona" });
    house.bot.worker.start();

    const summary = await house.sync();

    expect(summary.failed.entries).toMatchObject([{ name: "Ada", cause: "rejected" }]);
  });

  test("another account's key changes nothing and says so", async () => {
    const house = await openSyncHouse(open, { twoAccounts: true });
    await house.makeLinked("Ada");
    await house.makeLinked("Bo");
    house.standIn.account(otherKey).addPersona({ name: "Foreign" });
    const before = await house.rows();

    const summary = await runToEnd(house.startBot({ key: otherKey }));

    expect(summary.stoppedBecause).toEqual({ kind: "otherAccount", linked: 2 });
    expect(await house.rows()).toEqual(before);
  });

  test("when most linked ones are gone a person is asked first", async () => {
    const house = await openSyncHouse(open);
    const [stays = "", ...go] = addOwn(house, 6);
    await house.sync();
    for (const id of go) house.account.removePersona(id);

    const asked = await house.sync();
    const confirmed = await house.sync({ isMassMissingConfirmed: true });

    expect(asked.stoppedBecause).toEqual({ kind: "mostMissing", absent: 5, linked: 6 });
    expect(asked.missing.count).toBe(0);
    expect(countsOf(confirmed)).toEqual({ inStep: 1, missing: 5 });
    expect(house.account.persona(stays)).toBeDefined();
  });

  test.each(["shuffled", "restless"] as const)("a %s list never makes anything missing", async (order) => {
    const house = await openSyncHouse(open);
    addOwn(house, 230);
    await house.sync();
    Object.assign(house.standIn.behaviour, { order, pageMaximum: 20 });

    const summary = await house.sync();

    expect(summary.missing.count).toBe(0);
    expect(summary.imported.count).toBe(0);
    expect(summary.isListUnsure).toBe(order === "restless");
  });

  test("a list that shifts while it is read is read again", async () => {
    const house = await openSyncHouse(open);
    const [first = ""] = addOwn(house, 60);
    await house.sync();
    Object.assign(house.standIn.behaviour, { pageMaximum: 10 });
    let pages = 0;
    const requests = house.standIn.requests;
    const push = requests.push.bind(requests);
    requests.push = (...added) => {
      pages += added.filter(({ query }) => query.persona_type === "user").length;
      if (pages === 3 && house.account.persona(first)) house.account.removePersona(first);
      return push(...added);
    };

    const summary = await house.sync();

    expect(summary.isListUnsure).toBe(false);
    expect(countsOf(summary)).toEqual({ inStep: 59, missing: 1 });
  });

  test("teams that share a key do not import each other's", async () => {
    const house = await openSyncHouse(open);
    await house.makeLinked("Ada");
    house.account.addPersona({ name: "Free" });

    const summary = await house.sync({ tenantId: otherTenant });
    const ours = await house.sync();

    expect(namesIn(summary, "imported")).toEqual(["Free"]);
    expect(countsOf(ours)).toEqual({ inStep: 1 });
  });

  test("odd personas are imported whole, and a push leaves alone what we do not know", async () => {
    const house = await openSyncHouse(open);
    const long = "word ".repeat(4_000).trim();
    const odd = house.account.storePersona({
      system_prompt: `${long}\u0000`,
      layers: { llm: { api_key: "secret-key" }, unknown_layer: { deep: [1] } },
    });

    await house.sync();
    const [row] = await house.rows();
    house.bot.worker.start();
    await house.bot.personas.keepOurs(tenant, row?.id ?? "");

    expect(row).toMatchObject({ name: "", prompt: long, prompt_is_whole: 1, model: "", link: "linked" });
    expect(JSON.stringify(row)).not.toContain("secret-key");
    expect(house.requests("patch persona")).toHaveLength(1);
    expect(house.account.persona(odd.id)?.document.layers).toEqual({
      llm: { api_key: "secret-key" },
      unknown_layer: { deep: [1] },
    });
  });
});
