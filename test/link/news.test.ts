import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLinkQueue } from "../../src/database/link/link-queue.ts";
import type { Link } from "../../src/database/link/link-record.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Persona } from "../../src/personas/persona.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type Harness, openHarness } from "../support/harness/harness.ts";
import { otherTenant, tenant, userId } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const create = { operation: "create persona" } as const;

/** A persona whose create failed at first, due in 20 seconds. */
async function makeWaiting(harness: Harness, bot: Bot) {
  harness.standIn.setFault("rateLimited", { ...create, times: 1 });
  const { persona } = await bot.create();
  harness.advance(25_000);
  return persona;
}

/** As a process does that is to tell the one person whom nobody has told, once nobody else is to. */
async function claimUntold({ database, advance }: Harness): Promise<Link> {
  advance(301_000);
  const claimed: Link[] = [];
  const isClaimed = async () =>
    claimed.push(...(await createLinkQueue(database, ["persona"]).claimUntold(1, 300_000))) > 0;
  await untilTrue(isClaimed, { what: "somebody to be told" });
  const [link] = claimed;
  if (!link) throw new Error("Nobody is to be told.");
  return link;
}

forEachEngine((_engine, open) => {
  test("who waits for a persona hears how it ends, and is not told again", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const persona = await makeWaiting(harness, bot);

    const settling = bot.personas.whenSettled(persona);
    bot.worker.start();
    const settled = await settling;
    await bot.personas.told(persona);
    await harness.until(bot, async () => (await harness.row(persona)).told_at !== null);
    harness.advance(3_600_000);
    await harness.work(bot);
    await harness.rest(bot);

    expect(settled).toMatchObject({ id: persona.id, link: "linked" });
    expect(harness.news.announced).toEqual([]);
  });

  test("where nobody waits the person is told directly, once", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const persona = await makeWaiting(harness, bot);

    bot.worker.start();
    await harness.until(bot, () => harness.news.announced.length === 1);
    harness.advance(3_600_000);
    await harness.work(bot);
    await harness.rest(bot);

    expect(harness.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("who waits is not let go by another who waited less long", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const persona = await makeWaiting(harness, bot);

    const settling = bot.personas.whenSettled(persona);
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    bot.worker.start();
    await bot.personas.retry(tenant, persona.id);
    harness.advance(80_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(await settling).toMatchObject({ link: "linked" });
    expect(harness.news.announced).toEqual([]);
  });

  test("who takes no messages is owed the news, until it has been shown", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.news.outcome = false;
    const persona = await makeWaiting(harness, bot);

    bot.worker.start();
    await harness.until(bot, async () => (await bot.personas.owedTo(tenant, userId)).length === 1);
    expect(await bot.personas.owedTo(tenant, "somebody else")).toEqual([]);
    expect(await bot.personas.owedTo(otherTenant, userId)).toEqual([]);

    await bot.personas.told(persona);
    await harness.until(bot, async () => (await bot.personas.owedTo(tenant, userId)).length === 0);
  });

  test("news that could not be delivered for a platform's failure are delivered later", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.news.outcome = new OutsideError("Discord is down");
    const [one, other] = [await makeWaiting(harness, bot), await makeWaiting(harness, bot)];

    bot.worker.start();
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));
    harness.news.outcome = true;
    harness.advance(61_000);
    await harness.work(bot);

    await harness.until(bot, () => harness.news.announced.length === 2);
    const told = harness.news.announced.map(({ id }) => id).sort();
    expect(told).toEqual([one.id, other.id].sort());
  });

  test("what a process settled and then died over is told by the next", async () => {
    const harness = await openHarness(open);
    const [first, second] = [harness.startBot(), harness.startBot()];
    const { persona } = await first.create();
    first.kill();

    await harness.work(second);
    await harness.rest(second);
    expect(harness.news.announced).toEqual([]);

    harness.advance(61_000);
    await harness.work(second);
    await harness.until(second, () => harness.news.announced.length === 1);
    expect(harness.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("one person who cannot be reached keeps no news from another", async () => {
    const harness = await openHarness(open);
    const [first, second] = [harness.startBot(), harness.startBot()];
    await Promise.all([first.create(), first.create()]);
    first.kill();
    harness.news.failsOnce = new OutsideError("Discord is down");

    harness.advance(61_000);
    await harness.work(second);
    await harness.until(second, () => harness.news.announced.length === 1, "the other's news");
    await harness.rest(second);
    expect(harness.news.announced).toHaveLength(1);

    harness.advance(301_000);
    await harness.work(second);
    await harness.until(second, () => harness.news.announced.length === 2, "the failed one again");
  });

  /** Of so many who are to be told, one process is held up over the first; another tells them all, and ends. */
  async function heldUp(count: number) {
    const harness = await openHarness(open);
    const [first, slow, quick] = [harness.startBot(), harness.startBot(), harness.startBot()];
    await Promise.all(Array.from({ length: count }, () => first.create()));
    first.kill();
    const held = Promise.withResolvers<void>();
    harness.news.waitsOnce = held.promise;
    harness.advance(61_000);
    await harness.work(slow);
    await harness.until(slow, () => harness.news.waitsOnce === undefined, "the one that is held up");

    harness.advance(301_000);
    await harness.work(quick);
    await harness.until(quick, () => harness.news.announced.length === count, "the other one");
    await quick.worker.stop(5000);
    return { harness, slow, held };
  }

  test("whom another process has told, while this one was held up over somebody before them, is not told again", async () => {
    const { harness, slow, held } = await heldUp(3);

    held.reject(new OutsideError("Slack has not answered"));
    await slow.worker.stop(5000);

    expect(harness.news.announced).toHaveLength(3);
  });

  test("whom another process has told, while this one was held up over that very message, is not told again", async () => {
    const { harness, slow, held } = await heldUp(1);

    held.resolve();
    await slow.worker.stop(5000);

    expect(harness.news.announced).toHaveLength(1);
  });

  test("whom another process is telling since, while this one was held up over somebody before them, is told by that one alone", async () => {
    const harness = await openHarness(open);
    const [first, slow] = [harness.startBot(), harness.startBot()];
    await first.create();
    first.kill();
    const late = await claimUntold(harness);
    const quick = await claimUntold(harness);

    await slow.kind.tell(late);
    const untilThen = harness.news.announced.length;
    await slow.kind.tell(quick);

    expect([untilThen, harness.news.announced.length]).toEqual([0, 1]);
  });

  test("who was told something before it came to rest is told how it ends all the same", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const persona = await makeWaiting(harness, bot);
    await bot.personas.told(persona);
    await bot.toldBatch.flush();

    bot.worker.start();
    await harness.until(bot, () => harness.news.announced.length > 0);
    await harness.rest(bot);

    expect(harness.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("who pressed Retry and was answered that it failed again is told when it ends", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const persona = await makeWaiting(harness, bot);
    bot.worker.start();
    harness.standIn.setFault("rateLimited", create);
    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "pending" });
    harness.standIn.clearFaults();

    harness.advance(80_000);

    await harness.until(bot, () => harness.news.announced.length === 1, "the news");
  });

  test("a persona that still waits is no news", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("serverErrors", create);
    await bot.create();

    bot.worker.start();
    harness.advance(600_000);
    await harness.work(bot);
    await harness.rest(bot);

    expect(harness.news.announced).toEqual([]);
    expect(await bot.personas.owedTo(tenant, userId)).toEqual([]);
  });

  test("a reply that can no longer be changed is told elsewhere", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona } = await bot.create();

    await bot.personas.tellElsewhere(persona);

    expect(harness.news.announced).toMatchObject([{ id: persona.id }]);
    expect((await harness.row(persona)).told_at).not.toBeNull();
  });

  test("whose answer is gone is told anew a moment later, unless the form was sent again and that has an answer", async () => {
    const toldTimes = async (meanwhile: (bot: Bot, persona: Persona) => unknown) => {
      const harness = await openHarness(open);
      const bot = harness.startBot();
      const persona = await makeWaiting(harness, bot);
      harness.news.isPlaceGone = true;
      bot.worker.start();
      await harness.until(bot, () => harness.news.found === 1);
      void meanwhile(bot, persona);
      await sleep(5000);
      bot.personas.takeOver(persona);
      return harness.news.announced.length;
    };

    const times = await Promise.all([
      toldTimes(() => undefined),
      toldTimes((bot, persona) => bot.personas.told(persona)),
      toldTimes((bot, persona) => bot.personas.whenSettled(persona)),
    ]);

    expect(times).toEqual([1, 0, 0]);
  });

  test("a found one is told when it has been compared, not before", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    await bot.create();
    harness.advance(25_000);

    bot.worker.start();
    await harness.until(bot, () => harness.news.announced.length === 1);

    expect(harness.news.announced).toMatchObject([{ link: "linked", isBehind: false }]);
  });
});
