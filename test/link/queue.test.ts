import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { houseKey, openHouse, otherKey } from "../support/house.ts";
import { aRequest, otherTenant, tenant } from "../support/persona-builders.ts";

const create = { operation: "create persona" } as const;
const pauseMs = 15 * 60_000;

forEachEngine((_engine, open) => {
  test("while a queue waits for people, time for a retry passes without one", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona: waiting } = await bot.create();
    house.standIn.setFault("outOfCredits", create);
    await bot.create();

    house.advance(60_000);
    await house.rest(bot);

    expect(house.requests("create persona")).toHaveLength(2);
    expect(await house.row(waiting)).toMatchObject({ link: "pending", tries: 1 });
  });

  test("a new create makes its own first call though the queue is paused, and its success ends the pause", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("outOfCredits", { ...create, times: 1 });
    const { persona: waiting } = await bot.create();

    const { persona } = await bot.create();
    expect(persona.link).toBe("linked");

    await house.until(bot, async () => (await house.row(waiting)).link === "linked");
    expect(await house.tenants.find(tenant)).toMatchObject({ queuePause: null });
  });

  test("after 15 minutes it goes on by itself, with two requests, not with fifty", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("invalidKey", create);
    for (let made = 0; made < 6; made += 1) await bot.create();
    expect(house.requests("create persona")).toHaveLength(6);

    house.advance(pauseMs + 1);
    await house.until(bot, () => house.requests("create persona").length > 6);
    await house.rest(bot);
    expect(house.requests("create persona").length).toBeLessThanOrEqual(8);

    house.standIn.clearFaults();
    house.advance(pauseMs + 1);
    await house.until(bot, async () => (await house.rows()).every(({ link }) => link === "linked"));
    expect(house.account.personas).toHaveLength(6);
  });

  test("Retry ends the pause for all", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("outOfCredits", { ...create, times: 2 });
    const { persona: one } = await bot.create();
    const { persona: other } = await bot.create();

    expect(await bot.personas.retry(tenant, one.id)).toMatchObject({ link: "linked" });

    await house.until(bot, async () => (await house.row(other)).link === "linked");
  });

  test.each([
    ["the first one", undefined, houseKey],
    ["another one", houseKey, otherKey],
  ])("a start with %s in the place of the key ends the pause", async (_name, before, after) => {
    const house = await openHouse(open, { key: before });
    house.standIn.setFault("invalidKey", create);
    const { persona } = await house.startBot().create();
    house.standIn.clearFaults();

    const bot = house.startBot({ key: after });
    bot.worker.start();

    await house.until(bot, async () => (await house.row(persona)).link === "linked");
  });

  test("a start with the same key does not", async () => {
    const house = await openHouse(open);
    house.standIn.setFault("invalidKey", { ...create, times: 1 });
    const { persona } = await house.startBot().create();

    const bot = house.startBot();
    bot.worker.start();
    await house.rest(bot);

    expect(await house.row(persona)).toMatchObject({ link: "pending", failure_kind: "invalidKey" });
    expect(house.requests("create persona")).toHaveLength(1);
  });

  test("one tenant's pause is no other's", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona: theirs } = await bot.create(aRequest({ tenantId: otherTenant }));
    house.standIn.setFault("outOfCredits", { ...create, times: 1 });
    const { persona: mine } = await bot.create();

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(theirs)).link === "linked");

    expect(await house.row(mine)).toMatchObject({ link: "pending" });
  });

  test("a row that lost its key says so", async () => {
    const house = await openHouse(open);
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await house.startBot().create();
    const keyless = house.startBot({ key: undefined });

    house.advance(25_000);
    keyless.worker.start();
    await house.until(keyless, async () => (await house.tenants.find(tenant))?.queuePause?.cause === "noKey");

    expect((await house.row(persona)).failure_kind).toBe("noKey");
  });

  test("the queue sends two at a time", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("rateLimited", { ...create, times: 6 });
    await Promise.all(Array.from({ length: 6 }, () => bot.create()));
    const delayMs = 60;
    house.standIn.setFault({ delayMs });

    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, async () => (await house.rows()).every(({ link }) => link === "linked"));

    const arrivals = house
      .requests("create persona")
      .slice(6)
      .map(({ at }) => at);
    expect(arrivals).toHaveLength(6);
    const thirdAfter = arrivals.slice(2).map((at, index) => at - (arrivals[index] ?? 0));
    expect(Math.min(...thirdAfter)).toBeGreaterThanOrEqual(delayMs - 5);
  });

  test("two processes share the queue without sending anything twice", async () => {
    const house = await openHouse(open);
    const [one, other] = [house.startBot(), house.startBot()];
    house.standIn.setFault("rateLimited", { ...create, times: 12 });
    await Promise.all(Array.from({ length: 12 }, () => one.create()));

    house.advance(25_000);
    one.worker.start();
    other.worker.start();
    await house.until(one, async () => {
      other.worker.wake();
      return (await house.rows()).every(({ link }) => link === "linked");
    });

    expect(house.account.personas).toHaveLength(12);
    expect(house.requests("create persona")).toHaveLength(24);
  });

  test("a queue that is stopped while it looks what is due sends nothing any more", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("rateLimited", { ...create, times: 1 });
    await bot.create();
    house.advance(25_000);

    bot.worker.start();
    await bot.worker.stop(2_000);
    await house.rest(bot);

    expect(house.requests("create persona")).toHaveLength(1);
  });

  test("a stopped queue takes nothing new and lets what it sent end", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("rateLimited", { ...create, times: 3 });
    await Promise.all([bot.create(), bot.create(), bot.create()]);
    house.standIn.setFault({ delayMs: 150 });
    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, () => house.requests("create persona").length === 5);

    await bot.worker.stop(2_000);

    const links = (await house.rows()).map(({ link }) => link).sort();
    expect(links).toEqual(["linked", "linked", "pending"]);
    bot.worker.wake();
    await house.rest(bot);
    expect(house.requests("create persona")).toHaveLength(5);
  });
});
