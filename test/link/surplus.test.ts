import { expect, test } from "vitest";
import type { FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type Harness, openHarness, otherKey } from "../support/harness/harness.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const minute = 60_000;

/** Tavus carries a lost request out after all. */
function finishLate(harness: Harness) {
  const [request] = harness.requests("create persona");
  const document: Record<string, unknown> = Object.fromEntries(Object.entries(request?.body ?? {}));
  return harness.account.storePersona(document);
}

/** A create whose request is lost, looked for, sent anew, and then finished by Tavus after all. */
async function makeSurplus(harness: Harness, bot: Bot) {
  bot.worker.start();
  harness.standIn.setFault("dropBefore", { ...create, times: 1 });
  const { persona } = await bot.create();
  harness.advance(25_000);
  await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
  finishLate(harness);
  const { tavus_persona_id: linked } = await harness.row(persona);
  return { persona, linked };
}

/** A lost create that was looked for in vain, met `fault` when it was sent anew, and was then finished after all. */
async function makeLateOne(harness: Harness, bot: Bot, fault: FaultName) {
  harness.standIn.setFault(fault, create);
  harness.standIn.setFault("dropBefore", { ...create, times: 1 });
  const { persona } = await bot.create();
  harness.advance(25_000);
  await harness.until(bot, () => harness.requests("create persona").length === 2);
  finishLate(harness);
  await harness.rest(bot);
  return { persona };
}

/** One sweep, waited for to its end. */
async function sweep(harness: Harness, bot: Bot) {
  await harness.work(bot);
  await harness.rest(bot);
  await harness.work(bot);
}

/** A sweep that leaves one carrier. */
async function sweepAway(harness: Harness, bot: Bot, persona: { id: string }) {
  await sweep(harness, bot);
  await harness.until(bot, () => harness.carriers(persona).length === 1, "the surplus to go");
  await harness.work(bot);
}

forEachEngine((_engine, open) => {
  test("what a lost request made after all is removed ten minutes later, and said", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);

    harness.advance(9 * minute);
    await sweep(harness, bot);
    expect(harness.carriers(persona)).toHaveLength(2);

    harness.advance(2 * minute);
    await sweepAway(harness, bot, persona);
    expect(harness.carriers(persona)).toEqual([linked]);
    expect(harness.news.removals).toEqual([{ id: persona.id, count: 1 }]);
    expect(await harness.row(persona)).toMatchObject({ link: "linked" });
  });

  test("a request that is carried out after the first check, while it still may be, is found by the last", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);
    harness.advance(11 * minute);
    await sweepAway(harness, bot, persona);

    harness.advance(2 * minute);
    finishLate(harness);
    harness.advance(5 * minute);
    await sweepAway(harness, bot, persona);

    expect(harness.carriers(persona)).toEqual([linked]);
    expect(await harness.row(persona)).toMatchObject({ link: "linked", surplus_check_at: null });
  });

  test("a check that is set while another reads the account is not lost with it", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona } = await makeSurplus(harness, bot);
    harness.advance(20 * minute);
    harness.standIn.setFault({ delayMs: 300 }, { operation: "list personas", times: 1 });
    const readings = harness.requests("list personas").length;
    await harness.work(bot);
    await harness.until(bot, () => harness.requests("list personas").length > readings);
    const at = new Date(harness.now() + 3 * minute).toISOString();
    await harness.database.kysely.updateTable("links").set({ surplus_check_at: at }).execute();

    await sweepAway(harness, bot, persona);

    expect(await harness.row(persona)).toMatchObject({ surplus_check_at: at });
  });

  test("somebody's copy, made long before or after, stays", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);
    const document = harness.account.persona(linked ?? "")?.document ?? {};
    for (const hours of [-2, 2]) {
      const createdAt = new Date(harness.now() + hours * 60 * minute).toISOString();
      harness.account.storePersona(document, { createdAt });
    }

    harness.advance(11 * minute);
    await sweep(harness, bot);

    expect(harness.carriers(persona)).toHaveLength(3);
    expect(harness.news.removals).toEqual([{ id: persona.id, count: 1 }]);
  });

  test("a carrier that is linked to another persona stays", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);
    const { persona: other } = await bot.create();
    const late = harness.carriers(persona).find((id) => id !== linked) ?? "";
    await harness.database.kysely
      .updateTable("links")
      .set({ remote_id: late })
      .where("subject_id", "=", other.id)
      .execute();

    harness.advance(11 * minute);
    await sweep(harness, bot);

    expect(harness.carriers(persona)).toHaveLength(2);
    expect(harness.news.removals).toEqual([]);
  });

  test("a carrier without a date stays", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);
    const late = harness.account.personas.find(({ id }) => id !== linked);
    harness.account.storePersona(late?.document ?? {}, { ...late, createdAt: "some day" });

    harness.advance(11 * minute);
    await sweep(harness, bot);

    expect(harness.carriers(persona)).toHaveLength(2);
  });

  test.each([
    ["list personas", 1],
    ["delete persona", 1],
  ] as const)("when %s fails it is tried again ten minutes later", async (operation, times) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, linked } = await makeSurplus(harness, bot);
    harness.standIn.setFault("serverErrors", { operation, times });

    harness.advance(11 * minute);
    await sweep(harness, bot);
    expect(harness.carriers(persona)).toHaveLength(2);

    harness.advance(11 * minute);
    await sweepAway(harness, bot, persona);
    expect(harness.carriers(persona)).toEqual([linked]);
  });

  test("nothing is looked for where no outcome was ever unknown", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    harness.advance(60 * minute);
    await sweep(harness, bot);

    expect(harness.requests("list personas")).toEqual([]);
  });

  test("a persona that failed for good is not searched for again and again", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rejected", { ...create, times: 1 });
    harness.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "failed");
    harness.advance(11 * minute);
    await sweep(harness, bot);

    expect(await harness.row(persona)).toMatchObject({ surplus_check_at: null });
  });

  test("of one that is not settled yet nothing is removed; it is checked later", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await makeLateOne(harness, bot, "outOfCredits");

    harness.advance(11 * minute);
    await sweep(harness, bot);
    expect(harness.carriers(persona)).toHaveLength(1);
    const { link, surplus_check_at: checkAt } = await harness.row(persona);
    expect(link).toBe("pending");
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(harness.now());

    harness.standIn.clearFaults();
    harness.advance(20 * minute);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    harness.advance(11 * minute);
    await sweepAway(harness, bot, persona);
    expect(harness.carriers(persona)).toEqual([(await harness.row(persona)).tavus_persona_id]);
  });

  test("what is left of one that failed for good is not removed while a retry may be making another", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await makeLateOne(harness, bot, "rejected");

    harness.advance(11 * minute);
    await sweep(harness, bot);
    expect(harness.requests("delete persona")).toEqual([]);
    expect(await harness.row(persona)).toMatchObject({ link: "failed", surplus_check_at: null });

    harness.standIn.clearFaults();
    await bot.personas.retry(tenant, persona.id);
    harness.advance(11 * minute);
    await sweepAway(harness, bot, persona);
    expect(harness.carriers(persona)).toEqual([(await harness.row(persona)).tavus_persona_id]);
  });

  test("an attempt that ends unknown after an earlier one was linked is checked for", async () => {
    const harness = await openHarness(open, { timeoutMs: 3_000 });
    const [slow, quick] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault({ delayMs: 1_800, drop: true }, { ...create, times: 1 });
    harness.standIn.setFault({ delayMs: 1_200 }, { ...create, times: 1 });
    const creating = slow.create();
    await harness.until(slow, () => harness.requests("create persona").length === 1);
    harness.advance(20_001);
    quick.worker.start();
    await harness.until(quick, () => harness.requests("create persona").length === 2);

    const { persona } = await creating;
    expect(persona.link).toBe("linked");

    await harness.until(quick, async () => {
      return JSON.parse((await harness.row(persona)).unknown_attempts).length === 2;
    });
    const { surplus_check_at: checkAt } = await harness.row(persona);
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(harness.now() + 9 * minute);
  });

  test("a search with another account's key finds nothing and deletes nothing", async () => {
    const harness = await openHarness(open, { twoAccounts: true });
    const { persona } = await makeSurplus(harness, harness.startBot());
    const bot = harness.startBot({ key: otherKey });

    harness.advance(11 * minute);
    await sweep(harness, bot);

    expect(harness.requests("delete persona")).toEqual([]);
    expect(harness.carriers(persona)).toHaveLength(2);
  });
});
