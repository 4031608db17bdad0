import { expect, test } from "vitest";
import { type Engine, forEachEngine } from "../../support/databases.ts";
import { type Harness, type HarnessOptions, otherKey } from "../../support/harness/harness.ts";
import { idOf, old, openOldHouse, stateOf, tavusIdOf, team } from "./old-database.ts";

const minute = 60_000;
/** What the old version's processes left half done. */
const created = ["dieda", "diedb", "losttwice", "open", "waits"];
const edited = ["edited", "pushdied"];

/** The old database with a bot at work on it. */
async function workOnOld(engine: Engine, options: HarnessOptions & { key?: string } = {}) {
  const harness = await openOldHouse(engine, options);
  const bot = harness.startBot(options.key === undefined ? {} : { key: options.key });
  const find = (state: string) => bot.personas.find(team, idOf(state));
  const isInStep = async (state: string) => {
    const persona = await find(state);
    return persona?.link === "linked" && !persona.isBehind;
  };
  bot.worker.start();
  return {
    harness,
    bot,
    find,
    async untilInStep(states: readonly string[]) {
      for (const state of states) await harness.until(bot, () => isInStep(state), `${state} to be in step`);
    },
    /** Some time at once; what is due by then begins, sweeps as well. */
    async pass(ms: number) {
      harness.advance(ms);
      await harness.work(bot);
    },
  };
}

const carriersOf = (harness: Harness, state: string) => harness.carriers({ id: idOf(state) });
const documentOf = ({ account }: Harness, state: string) => account.persona(tavusIdOf(state))?.document;

forEachEngine((engine) => {
  test("creates that an old process was killed in are found and adopted, or made once", async () => {
    const { harness, bot, find, untilInStep, pass } = await workOnOld(engine);
    await untilInStep(["dieda", "diedb"]);
    // Its lease runs for eighteen seconds more.
    expect(await find("open")).toMatchObject({ link: "pending", outcomeUnknown: true });

    harness.advance(20_000);
    await untilInStep(["open"]);
    await pass(15 * minute);
    await untilInStep(created);
    await pass(15 * minute);
    await harness.rest(bot);

    expect(await find("dieda")).toMatchObject({ tavusPersonaId: tavusIdOf("dieda") });
    expect(await find("losttwice")).toMatchObject({ tavusPersonaId: tavusIdOf("losttwice") });
    const states = [...created, "untold", "leftbehind", "adopted", "surplus"];
    expect(states.filter((state) => carriersOf(harness, state).length !== 1)).toEqual([]);
    const bodies = harness.requests("create persona").map(({ body }) => JSON.stringify(body));
    const made = bodies.map((body) => stateOf(/per_\w{10}/.exec(body)?.[0] ?? ""));
    expect(made.sort()).toEqual(["diedb", "open", "waits"]);
  });

  test("edits that an old database has not pushed are pushed, and everything else in Tavus stays", async () => {
    const { harness, bot, find, untilInStep, pass } = await workOnOld(engine);
    await pass(15 * minute);
    await untilInStep([...edited, ...created]);
    await harness.until(bot, () => documentOf(harness, "surplusb") === undefined, "the surplus to go");
    const isTriedAgain = async () => ((await find("conflict"))?.nextAttemptMs ?? 0) > harness.now();
    await harness.until(bot, isTriedAgain, "conflict to be tried again");

    expect(documentOf(harness, "edited")).toMatchObject({
      persona_name: "Edith Edited",
      system_prompt: `You are Edith.\n\nYour manner: direct.\n\n[record ${idOf("edited")}]`,
    });
    expect(documentOf(harness, "pushdied")?.system_prompt).toContain("You are Pushkin, edited.");
    const changed = [...edited, "surplusb", "late", "whenknown"].map(tavusIdOf);
    const [account] = old.accounts;
    for (const { id = "", document } of account?.personas ?? []) {
      if (!changed.includes(id)) expect(harness.account.persona(id)?.document, id).toEqual(document);
    }
    const conflict = await find("conflict");
    expect(conflict).toMatchObject({ isBehind: true, failure: { cause: "conflict" } });
    // It failed thrice under the old version, so the next try is a quarter of an hour away.
    expect(conflict?.nextAttemptMs).toBeGreaterThan(harness.now() + 11 * minute);
  });

  test("deletions that an old database remembers are carried out, and no others", async () => {
    const { harness, bot, pass } = await workOnOld(engine);
    const fate = async (state: string) => (await bot.personas.findRemoved(team, idOf(state)))?.tavus;
    await pass(minute);
    for (const state of ["whenknown", "late"]) {
      await harness.until(bot, async () => (await fate(state)) === "deleted", `${state} to be deleted`);
    }

    await pass(10 * minute);
    await harness.until(bot, () => harness.news.removals.length > 0, "the surplus to go");
    await harness.rest(bot);

    const deleted = harness.requests("delete persona").map(({ path }) => path.split("/").at(-1));
    expect(deleted.sort()).toEqual(["late", "surplusb", "whenknown"].map(tavusIdOf));
    expect(harness.news.removals).toEqual([{ id: idOf("surplus"), count: 1 }]);
    expect(await fate("tunknown")).toBe("unknown");
  });

  test("what an old version never told is told once, and to whom takes no messages on return", async () => {
    const { harness, bot, untilInStep, pass } = await workOnOld(engine);
    await pass(15 * minute);
    await untilInStep([...created, ...edited]);
    await harness.until(bot, () => harness.news.announced.length >= 8, "the news");
    await pass(60 * minute);
    await harness.rest(bot);

    const news = harness.news.announced.map(({ id }) => stateOf(id));
    expect(news.sort()).toEqual([...created, ...edited, "untold"].sort());
    const owed = await bot.personas.owedTo(team, "U3");
    expect(owed).toMatchObject([{ id: idOf("owed"), link: "linked" }]);
    await bot.personas.toldOwed(owed);
    expect(await bot.personas.owedTo(team, "U3")).toEqual([]);
  });

  test("with another account's key nothing of an old database is taken for gone", async () => {
    const { harness, bot, find, untilInStep } = await workOnOld(engine, { twoAccounts: true, key: otherKey });
    const removing = bot.personas.remove({ tenantId: team, id: idOf("instep"), alsoInTavus: true });
    await expect(removing).rejects.toThrow(/may live on in that key's account/);

    await untilInStep(["dieda"]);
    expect(await find("dieda")).toMatchObject({ leftBehind: true });
    await harness.until(bot, async () => (await find("pushdied"))?.failure !== undefined, "the push");
    expect(await find("pushdied")).toMatchObject({ link: "linked", failure: { cause: "notFound" } });
  });
});
