import { expect, test } from "vitest";
import type { FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type House, openHouse, otherKey } from "../support/house.ts";
import { tenant } from "../support/persona-builders.ts";

const create = { operation: "create persona" } as const;
const minute = 60_000;

/** Tavus carries a lost request out after all. */
function finishLate(house: House) {
  const [request] = house.requests("create persona");
  const document: Record<string, unknown> = Object.fromEntries(Object.entries(request?.body ?? {}));
  return house.account.storePersona(document);
}

/** A create whose request is lost, looked for, sent anew, and then finished by Tavus after all. */
async function makeSurplus(house: House, bot: Bot) {
  bot.worker.start();
  house.standIn.setFault("dropBefore", { ...create, times: 1 });
  const { persona } = await bot.create();
  house.advance(25_000);
  await house.until(bot, async () => (await house.row(persona)).link === "linked");
  finishLate(house);
  const { tavus_persona_id: linked } = await house.row(persona);
  return { persona, linked };
}

/** A lost create that was looked for in vain, met `fault` when it was sent anew, and was then finished after all. */
async function makeLateOne(house: House, bot: Bot, fault: FaultName) {
  house.standIn.setFault(fault, create);
  house.standIn.setFault("dropBefore", { ...create, times: 1 });
  const { persona } = await bot.create();
  house.advance(25_000);
  await house.until(bot, () => house.requests("create persona").length === 2);
  finishLate(house);
  await house.rest(bot);
  return { persona };
}

/** One sweep, waited for to its end. */
async function sweep(house: House, bot: Bot) {
  await house.work(bot);
  await house.rest(bot);
  await house.work(bot);
}

/** A sweep that leaves one carrier. */
async function sweepAway(house: House, bot: Bot, persona: { id: string }) {
  await sweep(house, bot);
  await house.until(bot, () => house.carriers(persona).length === 1, "the surplus to go");
  await house.work(bot);
}

forEachEngine((_engine, open) => {
  test("what a lost request made after all is removed ten minutes later, and said", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, linked } = await makeSurplus(house, bot);

    house.advance(9 * minute);
    await sweep(house, bot);
    expect(house.carriers(persona)).toHaveLength(2);

    house.advance(2 * minute);
    await sweepAway(house, bot, persona);
    expect(house.carriers(persona)).toEqual([linked]);
    expect(house.news.removals).toEqual([{ id: persona.id, count: 1 }]);
    expect(await house.row(persona)).toMatchObject({ link: "linked", surplus_check_at: null });
  });

  test("somebody's copy, made long before or after, stays", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, linked } = await makeSurplus(house, bot);
    const document = house.account.persona(linked ?? "")?.document ?? {};
    for (const hours of [-2, 2]) {
      const createdAt = new Date(house.now() + hours * 60 * minute).toISOString();
      house.account.storePersona(document, { createdAt });
    }

    house.advance(11 * minute);
    await sweep(house, bot);

    expect(house.carriers(persona)).toHaveLength(3);
    expect(house.news.removals).toEqual([{ id: persona.id, count: 1 }]);
  });

  test("a carrier that is linked to another persona stays", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, linked } = await makeSurplus(house, bot);
    const { persona: other } = await bot.create();
    const late = house.carriers(persona).find((id) => id !== linked) ?? "";
    await house.database.kysely
      .updateTable("links")
      .set({ remote_id: late })
      .where("subject_id", "=", other.id)
      .execute();

    house.advance(11 * minute);
    await sweep(house, bot);

    expect(house.carriers(persona)).toHaveLength(2);
    expect(house.news.removals).toEqual([]);
  });

  test("a carrier without a date stays", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, linked } = await makeSurplus(house, bot);
    const late = house.account.personas.find(({ id }) => id !== linked);
    house.account.storePersona(late?.document ?? {}, { ...late, createdAt: "some day" });

    house.advance(11 * minute);
    await sweep(house, bot);

    expect(house.carriers(persona)).toHaveLength(2);
  });

  test.each([
    ["list personas", 1],
    ["delete persona", 1],
  ] as const)("when %s fails it is tried again ten minutes later", async (operation, times) => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, linked } = await makeSurplus(house, bot);
    house.standIn.setFault("serverErrors", { operation, times });

    house.advance(11 * minute);
    await sweep(house, bot);
    expect(house.carriers(persona)).toHaveLength(2);

    house.advance(11 * minute);
    await sweepAway(house, bot, persona);
    expect(house.carriers(persona)).toEqual([linked]);
  });

  test("nothing is looked for where no outcome was ever unknown", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    house.advance(60 * minute);
    await sweep(house, bot);

    expect(house.requests("list personas")).toEqual([]);
  });

  test("a persona that failed for good is not searched for again and again", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("rejected", { ...create, times: 1 });
    house.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).link === "failed");
    house.advance(11 * minute);
    await sweep(house, bot);

    expect(await house.row(persona)).toMatchObject({ surplus_check_at: null });
  });

  test("of one that is not settled yet nothing is removed; it is checked later", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    const { persona } = await makeLateOne(house, bot, "outOfCredits");

    house.advance(11 * minute);
    await sweep(house, bot);
    expect(house.carriers(persona)).toHaveLength(1);
    const { link, surplus_check_at: checkAt } = await house.row(persona);
    expect(link).toBe("pending");
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(house.now());

    house.standIn.clearFaults();
    house.advance(20 * minute);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");
    house.advance(11 * minute);
    await sweepAway(house, bot, persona);
    expect(house.carriers(persona)).toEqual([(await house.row(persona)).tavus_persona_id]);
  });

  test("what is left of one that failed for good is not removed while a retry may be making another", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    const { persona } = await makeLateOne(house, bot, "rejected");

    house.advance(11 * minute);
    await sweep(house, bot);
    expect(house.requests("delete persona")).toEqual([]);
    expect(await house.row(persona)).toMatchObject({ link: "failed", surplus_check_at: null });

    house.standIn.clearFaults();
    await bot.personas.retry(tenant, persona.id);
    house.advance(11 * minute);
    await sweepAway(house, bot, persona);
    expect(house.carriers(persona)).toEqual([(await house.row(persona)).tavus_persona_id]);
  });

  test("an attempt that ends unknown after an earlier one was linked is checked for", async () => {
    const house = await openHouse(open, { timeoutMs: 3_000 });
    const [slow, quick] = [house.startBot(), house.startBot()];
    house.standIn.setFault({ delayMs: 1_800, drop: true }, { ...create, times: 1 });
    house.standIn.setFault({ delayMs: 1_200 }, { ...create, times: 1 });
    const creating = slow.create();
    await house.until(slow, () => house.requests("create persona").length === 1);
    house.advance(20_001);
    quick.worker.start();
    await house.until(quick, () => house.requests("create persona").length === 2);

    const { persona } = await creating;
    expect(persona.link).toBe("linked");

    await house.until(quick, async () => {
      return JSON.parse((await house.row(persona)).unknown_attempts).length === 2;
    });
    const { surplus_check_at: checkAt } = await house.row(persona);
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(house.now() + 9 * minute);
  });

  test("a search with another account's key finds nothing and deletes nothing", async () => {
    const house = await openHouse(open, { twoAccounts: true });
    const { persona } = await makeSurplus(house, house.startBot());
    const bot = house.startBot({ key: otherKey });

    house.advance(11 * minute);
    await sweep(house, bot);

    expect(house.requests("delete persona")).toEqual([]);
    expect(house.carriers(persona)).toHaveLength(2);
  });
});
