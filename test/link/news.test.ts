import { expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type House, openHouse } from "../support/house.ts";
import { otherTenant, tenant, userId } from "../support/persona-builders.ts";

const create = { operation: "create persona" } as const;

/** A persona whose create failed at first, due in 20 seconds. */
async function makeWaiting(house: House, bot: Bot) {
  house.standIn.setFault("rateLimited", { ...create, times: 1 });
  const { persona } = await bot.create();
  house.advance(25_000);
  return persona;
}

forEachEngine((_engine, open) => {
  test("who waits for a persona hears how it ends, and is not told again", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const persona = await makeWaiting(house, bot);

    const settling = bot.personas.whenSettled(persona);
    bot.worker.start();
    const settled = await settling;
    await bot.personas.told(persona);
    await house.until(bot, async () => (await house.row(persona)).told_at !== null);
    house.advance(3_600_000);
    await house.work(bot);
    await house.rest(bot);

    expect(settled).toMatchObject({ id: persona.id, link: "linked" });
    expect(house.news.announced).toEqual([]);
  });

  test("where nobody waits the person is told directly, once", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const persona = await makeWaiting(house, bot);

    bot.worker.start();
    await house.until(bot, () => house.news.announced.length === 1);
    house.advance(3_600_000);
    await house.work(bot);
    await house.rest(bot);

    expect(house.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("who waits is not let go by another who waited less long", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const persona = await makeWaiting(house, bot);

    const settling = bot.personas.whenSettled(persona);
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    bot.worker.start();
    await bot.personas.retry(tenant, persona.id);
    house.advance(80_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    expect(await settling).toMatchObject({ link: "linked" });
    expect(house.news.announced).toEqual([]);
  });

  test("who takes no messages is owed the news, until it has been shown", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.news.outcome = false;
    const persona = await makeWaiting(house, bot);

    bot.worker.start();
    await house.until(bot, async () => (await bot.personas.owedTo(tenant, userId)).length === 1);
    expect(await bot.personas.owedTo(tenant, "somebody else")).toEqual([]);
    expect(await bot.personas.owedTo(otherTenant, userId)).toEqual([]);

    await bot.personas.told(persona);
    await house.until(bot, async () => (await bot.personas.owedTo(tenant, userId)).length === 0);
  });

  test("news that could not be delivered for a platform's failure are delivered later", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.news.outcome = new OutsideError("Discord is down");
    const [one, other] = [await makeWaiting(house, bot), await makeWaiting(house, bot)];

    bot.worker.start();
    await house.until(bot, async () => (await house.rows()).every(({ link }) => link === "linked"));
    house.news.outcome = true;
    house.advance(61_000);
    await house.work(bot);

    await house.until(bot, () => house.news.announced.length === 2);
    const told = house.news.announced.map(({ id }) => id).sort();
    expect(told).toEqual([one.id, other.id].sort());
  });

  test("what a process settled and then died over is told by the next", async () => {
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    const { persona } = await first.create();
    first.kill();

    await house.work(second);
    await house.rest(second);
    expect(house.news.announced).toEqual([]);

    house.advance(61_000);
    await house.work(second);
    await house.until(second, () => house.news.announced.length === 1);
    expect(house.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("one person who cannot be reached keeps no news from another", async () => {
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    await Promise.all([first.create(), first.create()]);
    first.kill();
    house.news.failsOnce = new OutsideError("Discord is down");

    house.advance(61_000);
    await house.work(second);
    await house.until(second, () => house.news.announced.length === 1, "the other's news");
    await house.rest(second);
    expect(house.news.announced).toHaveLength(1);

    house.advance(301_000);
    await house.work(second);
    await house.until(second, () => house.news.announced.length === 2, "the failed one again");
  });

  test("who was told already is not told again when it settles", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const persona = await makeWaiting(house, bot);
    await bot.personas.told(persona);
    await bot.tellings.flush();

    bot.worker.start();
    await house.until(bot, async () => (await house.row(persona)).link === "linked");
    await house.rest(bot);

    expect(house.news.announced).toEqual([]);
  });

  test("who pressed Retry and was answered that it failed again is told when it ends", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const persona = await makeWaiting(house, bot);
    bot.worker.start();
    house.standIn.setFault("rateLimited", create);
    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "pending" });
    house.standIn.clearFaults();

    house.advance(80_000);

    await house.until(bot, () => house.news.announced.length === 1, "the news");
  });

  test("a persona that still waits is no news", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("serverErrors", create);
    await bot.create();

    bot.worker.start();
    house.advance(600_000);
    await house.work(bot);
    await house.rest(bot);

    expect(house.news.announced).toEqual([]);
    expect(await bot.personas.owedTo(tenant, userId)).toEqual([]);
  });

  test("a reply that can no longer be changed is told elsewhere", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona } = await bot.create();

    await bot.personas.tellElsewhere(persona);

    expect(house.news.announced).toMatchObject([{ id: persona.id }]);
    expect((await house.row(persona)).told_at).not.toBeNull();
  });

  test("a found one is told when it has been compared, not before", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    await bot.create();
    house.advance(25_000);

    bot.worker.start();
    await house.until(bot, () => house.news.announced.length === 1);

    expect(house.news.announced).toMatchObject([{ link: "linked", isBehind: false }]);
  });
});
