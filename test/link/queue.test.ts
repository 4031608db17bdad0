import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { harnessKey, openHarness, otherKey } from "../support/harness/harness.ts";
import { aDraft, aRequest, otherTenant, tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const pauseMs = 15 * 60_000;

forEachEngine((_engine, open) => {
  test("while a queue waits for people, time for a retry passes without one", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona: waiting } = await bot.create();
    harness.standIn.setFault("outOfCredits", create);
    await bot.create();

    harness.advance(60_000);
    await harness.rest(bot);

    expect(harness.requests("create persona")).toHaveLength(2);
    expect(await harness.row(waiting)).toMatchObject({ link: "pending", tries: 1 });
  });

  test("a new create makes its own first call though the queue is paused, and its success ends the pause", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("outOfCredits", { ...create, times: 1 });
    const { persona: waiting } = await bot.create();

    const { persona } = await bot.create();
    expect(persona.link).toBe("linked");

    await harness.until(bot, async () => (await harness.row(waiting)).link === "linked");
    expect(await harness.tenants.find(tenant)).toMatchObject({ queuePause: null });
  });

  test("after 15 minutes it goes on by itself, with two requests, not with fifty", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("invalidKey", create);
    for (let made = 0; made < 6; made += 1) await bot.create();
    expect(harness.requests("create persona")).toHaveLength(6);

    harness.advance(pauseMs + 1);
    await harness.until(bot, () => harness.requests("create persona").length > 6);
    await harness.rest(bot);
    expect(harness.requests("create persona").length).toBeLessThanOrEqual(8);

    harness.standIn.clearFaults();
    harness.advance(pauseMs + 1);
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));
    expect(harness.account.personas).toHaveLength(6);
  });

  test("creates whose answers said nothing hold up no edit of another persona, and are made once all the same", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest();
    const { persona } = await bot.create(request);
    harness.standIn.setFault("emptyReply", { ...create, times: 3 });
    for (let lost = 0; lost < 3; lost += 1) await bot.create();

    await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect(await harness.row(persona)).toMatchObject({ revision: 2, pushed_revision: 2 });
    expect(harness.requests("create persona")).toHaveLength(4);
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(4);
    harness.advance(30_000);
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));
    expect(harness.account.personas).toHaveLength(4);
  });

  test("Retry ends the pause for all", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("outOfCredits", { ...create, times: 2 });
    const { persona: one } = await bot.create();
    const { persona: other } = await bot.create();

    expect(await bot.personas.retry(tenant, one.id)).toMatchObject({ link: "linked" });

    await harness.until(bot, async () => (await harness.row(other)).link === "linked");
  });

  test.each([
    ["the first one", undefined, harnessKey],
    ["another one", harnessKey, otherKey],
  ])("a start with %s in the place of the key ends the pause", async (_name, before, after) => {
    const harness = await openHarness(open, { key: before });
    harness.standIn.setFault("invalidKey", create);
    const { persona } = await harness.startBot().create();
    harness.standIn.clearFaults();

    const bot = harness.startBot({ key: after });
    bot.worker.start();

    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
  });

  test("a start with the same key does not", async () => {
    const harness = await openHarness(open);
    harness.standIn.setFault("invalidKey", { ...create, times: 1 });
    const { persona } = await harness.startBot().create();

    const bot = harness.startBot();
    bot.worker.start();
    await harness.rest(bot);

    expect(await harness.row(persona)).toMatchObject({ link: "pending", failure_kind: "invalidKey" });
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("one tenant's pause is no other's", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona: theirs } = await bot.create(aRequest({ tenantId: otherTenant }));
    harness.standIn.setFault("outOfCredits", { ...create, times: 1 });
    const { persona: mine } = await bot.create();

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(theirs)).link === "linked");

    expect(await harness.row(mine)).toMatchObject({ link: "pending" });
  });

  test("a row that lost its key says so", async () => {
    const harness = await openHarness(open);
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await harness.startBot().create();
    const keyless = harness.startBot({ key: undefined });

    harness.advance(25_000);
    keyless.worker.start();
    await harness.until(
      keyless,
      async () => (await harness.tenants.find(tenant))?.queuePause?.cause === "noKey",
    );

    expect((await harness.row(persona)).failure_kind).toBe("noKey");
  });

  test("the queue sends two at a time", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("rateLimited", { ...create, times: 6 });
    await Promise.all(Array.from({ length: 6 }, () => bot.create()));
    const delayMs = 60;
    harness.standIn.setFault({ delayMs });

    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));

    const arrivals = harness
      .requests("create persona")
      .slice(6)
      .map(({ at }) => at);
    expect(arrivals).toHaveLength(6);
    const thirdAfter = arrivals.slice(2).map((at, index) => at - (arrivals[index] ?? 0));
    expect(Math.min(...thirdAfter)).toBeGreaterThanOrEqual(delayMs - 5);
  });

  test("two processes share the queue without sending anything twice", async () => {
    const harness = await openHarness(open);
    const [one, other] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault("rateLimited", { ...create, times: 12 });
    await Promise.all(Array.from({ length: 12 }, () => one.create()));

    harness.advance(25_000);
    one.worker.start();
    other.worker.start();
    await harness.until(one, async () => {
      other.worker.wake();
      return (await harness.rows()).every(({ link }) => link === "linked");
    });

    expect(harness.account.personas).toHaveLength(12);
    expect(harness.requests("create persona")).toHaveLength(24);
  });

  test("a queue that is stopped while it looks what is due sends nothing any more", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    await bot.create();
    harness.advance(25_000);

    bot.worker.start();
    await bot.worker.stop(2_000);
    await harness.rest(bot);

    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("a stopped queue takes nothing new and lets what it sent end", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("rateLimited", { ...create, times: 3 });
    await Promise.all([bot.create(), bot.create(), bot.create()]);
    harness.standIn.setFault({ delayMs: 150 });
    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, () => harness.requests("create persona").length === 5);

    await bot.worker.stop(2_000);

    const links = (await harness.rows()).map(({ link }) => link).sort();
    expect(links).toEqual(["linked", "linked", "pending"]);
    bot.worker.wake();
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(5);
  });
});
