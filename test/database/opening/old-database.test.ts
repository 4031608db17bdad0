import { expect, test } from "vitest";
import { createFailingRecords } from "../../../src/database/link/failing-records.ts";
import type { Personas } from "../../../src/personas/personas.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aDraft, aRequest } from "../../support/personas/persona-builders.ts";
import { asSaid, idOf, old, openOldHouse, stateOf, team } from "./old-database.ts";

const ofTeam = old.personas.filter(({ tenantId }) => tenantId === team);

/** Every page of the team's list, newest first. */
async function listAll({ list }: Personas, filter: "all" | "linked" | "notLinked"): Promise<string[]> {
  const states: string[] = [];
  let from: Parameters<Personas["list"]>[1]["from"];
  do {
    const { personas, older } = await list(team, { filter, search: "", from });
    states.push(...personas.map(({ id }) => stateOf(id)));
    from = older && { cursor: older, direction: "older" };
  } while (from);
  return states;
}

const statesOf = (personas: readonly { id: string }[]) => personas.map(({ id }) => stateOf(id)).sort();

forEachEngine((engine) => {
  test("every persona of an old database is found as the old version saw it", async () => {
    const { personas } = (await openOldHouse(engine)).startBot();

    for (const said of old.personas) {
      expect(asSaid(await personas.find(said.tenantId, said.id)), said.id).toMatchObject(said);
    }
    for (const { tenantId, id, tavusPersonaId } of old.personas) {
      const found = tavusPersonaId && (await personas.lookUp(tenantId, tavusPersonaId));
      if (found) expect(found, id).toMatchObject({ kind: "found", persona: { id } });
    }
  });

  test("what was deleted in an old database is remembered with its fate in Tavus", async () => {
    const { personas } = (await openOldHouse(engine)).startBot();

    for (const said of old.removed) {
      const { tenantId, id, name } = said.persona;
      expect(await personas.find(tenantId, id), id).toBeUndefined();
      expect(asSaid(await personas.findRemoved(tenantId, id)), id).toMatchObject(said);
      expect(await personas.lookUp(tenantId, id)).toMatchObject({ kind: "deleted" });
      expect(await personas.lookUp(tenantId, name), name).toMatchObject({ kind: "none" });
      const again = personas.remove({ tenantId, id, alsoInTavus: true });
      expect(asSaid(await again), id).toMatchObject(said);
    }
  });

  test("lists, counts and searches of an old database hold what they held", async () => {
    const { personas } = (await openOldHouse(engine)).startBot();
    const linked = ofTeam.filter(({ link }) => link === "linked");

    const all = await listAll(personas, "all");

    const byAge = ofTeam.toSorted((a, b) => {
      const [one, other] = [a, b].map(({ createdAt, id }) => `${createdAt} ${id}`);
      return (one ?? "") < (other ?? "") ? 1 : -1;
    });
    expect(all).toEqual(byAge.map(({ id }) => stateOf(id)));
    expect((await listAll(personas, "linked")).sort()).toEqual(statesOf(linked));
    const notLinked = ofTeam.filter(({ link }) => link !== "linked");
    expect((await listAll(personas, "notLinked")).sort()).toEqual(statesOf(notLinked));
    expect(await personas.overview(team)).toMatchObject({
      counts: { linked: linked.length - 5, behind: 5, pending: 5, failed: 2, missing: 2, unlinked: 1 },
      oldestWaiting: { id: idOf("waits") },
    });
    expect(statesOf(await personas.suggest(team, "o'brien 👩🏽‍🚀"))).toEqual(["instep"]);
    expect(statesOf(await personas.suggest(team, "per_di"))).toEqual(["dieda", "diedb", "differs"]);
  });

  test("what keeps personas of an old database waiting is known for each cause", async () => {
    const { database } = await openOldHouse(engine);
    const failing = createFailingRecords(database, "persona");

    const because = async (cause: string, tenantId = team, topic = cause) =>
      statesOf(await failing.list(tenantId, { cause, topic }, 99));
    const inWords = database.kysely.selectFrom("warnings").select("topic").where("fixed_at", "is", null);
    const { topic } = await inWords
      .where("words", "=", "This prompt breaks our rules")
      .executeTakeFirstOrThrow();

    expect(await because("rejected")).toEqual(["both", "refused", "rejected"]);
    expect(await because("rejected", team, topic)).toEqual(["both", "refused"]);
    expect(await because("notFound")).toEqual(["missedit", "missing"]);
    expect(await because("unavailable")).toEqual(["edited", "givenup", "losttwice"]);
    expect(await because("conflict")).toEqual(["conflict"]);
    expect(await because("outOfCredits", "discord:100")).toEqual(["broke", "rich"]);
    expect(await because("noKey", "discord:300")).toEqual(["nokey"]);
  });

  test("a form of an old database that comes again makes no second persona and no edit", async () => {
    const harness = await openOldHouse(engine);
    const bot = harness.startBot();
    const { formId } = (await bot.personas.find(team, idOf("differs"))) ?? {};
    // That version sent a model with every form.
    const model = "tavus-glm-4.7";
    const typed = { kind: "professional", name: "Diderot", prompt: "You are Diderot.", model };
    const draft = aDraft({ ...typed, description: "", traits: [], context: "" });

    const again = await bot.create(aRequest({ tenantId: team, formId: formId ?? "", draft }));
    const deleted = old.removed.map(({ persona }) => bot.create(aRequest({ ...persona, draft })));

    expect(again).toMatchObject({
      isNew: false,
      isEdit: false,
      persona: { id: idOf("differs"), revision: 1 },
    });
    for (const one of await Promise.allSettled(deleted)) {
      expect(one).toMatchObject({ status: "rejected", reason: { name: "GoneError" } });
    }
    expect(harness.requests("create persona")).toEqual([]);
  });
});
