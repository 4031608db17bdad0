import { expect, test } from "vitest";
import { forEachEngine } from "../databases.ts";
import { impatient, openHarness } from "./harness.ts";

const hour = 60 * 60_000;

forEachEngine((_engine, open) => {
  test.each([
    ["is carried out after its bot has given it up", { delayMs: impatient.timeoutMs + 200 }],
    ["is never answered", { hang: true, workFirst: true }],
    ["is answered", { delayMs: 50 }],
  ] as const)("hours do not pass over a create that %s, though its process is dead", async (_what, fault) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    harness.standIn.setFault(fault, { operation: "create persona", times: 1 });
    const creating = bot.create().catch(() => undefined);
    await harness.until(bot, () => harness.requests("create persona").length === 1);
    bot.kill();
    const sentMs = harness.now();

    await harness.advanceAfterAll(hour);

    const [made, ...others] = harness.account.personas;
    expect(others).toEqual([]);
    expect(Date.parse(made?.createdAt ?? "")).toBeLessThan(sentMs + hour);
    expect(harness.now()).toBeGreaterThanOrEqual(sentMs + hour);
    await creating;
  });
});
