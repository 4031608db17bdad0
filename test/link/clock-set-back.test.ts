import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { impatient, openHarness } from "../support/harness/harness.ts";
import { aRequest, tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const hoursMs = 3 * 3_600_000;

/** What a persona may wait for when the clock goes back, and its link's state then. */
const waits = ["rateLimited", "losesAnswer", "outOfCredits", "invalidKey"] as const;

forEachEngine((_engine, open) => {
  test.each(
    waits,
  )("one that waits after %s is linked by itself, once, though the clock went back", async (fault) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: 1 });
    const { persona } = await bot.create();
    expect(await harness.row(persona)).toMatchObject({ link: "pending" });

    harness.advance(-hoursMs);
    // Half a minute for a lease, and no more.
    await untilAdvanced(harness, bot, 31_000);

    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test.each(waits)("Retry of one that waits after %s works though the clock went back", async (fault) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.advance(-hoursMs);

    const retried = bot.personas.retry(tenant, persona.id);
    await untilAdvanced(harness, bot, 31_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(await retried).toMatchObject({ link: "linked" });
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test("a process that starts after the clock went back goes on where the dead one stood", async () => {
    const harness = await openHarness(open);
    const dead = harness.startBot();
    dead.worker.start();
    harness.standIn.setFault("losesAnswer", { ...create, times: 1 });
    const { persona } = await dead.create();
    dead.kill();
    harness.advance(-hoursMs);

    const bot = harness.startBot();
    bot.worker.start();
    await untilAdvanced(harness, bot, 31_000);

    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test("a create that waits for its place while the machine sleeps past its lease is not sent, and made once later", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    harness.standIn.setFault("hang", { ...create, times: 2 });
    const inFront = [bot.create(aRequest({ formId: "first" })), bot.create(aRequest({ formId: "second" }))];
    await harness.until(bot, () => harness.requests("create persona").length === 2);
    const waiting = bot.create(aRequest({ formId: "third" }));
    await harness.until(bot, async () => (await harness.rows()).length === 3);

    harness.advance(60 * 60_000);
    const { persona } = await waiting;
    await Promise.all(inFront);
    expect(harness.requests("create persona")).toHaveLength(2);
    expect(await harness.row(persona)).toMatchObject({ link: "pending", outcome_unknown: 0 });

    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.carriers(persona)).toHaveLength(1);
  });
});

/** The bot has seen the step back, and then time passes. */
async function untilAdvanced(
  harness: Awaited<ReturnType<typeof openHarness>>,
  bot: ReturnType<Awaited<ReturnType<typeof openHarness>>["startBot"]>,
  ms: number,
): Promise<void> {
  await harness.rest(bot);
  harness.advance(ms);
}
