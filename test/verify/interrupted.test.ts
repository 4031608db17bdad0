import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createTavusStandIn, defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { startMain } from "../support/black-box/start-main.ts";

test.each<NodeJS.Signals[]>([
  ["SIGINT"],
  ["SIGTERM"],
  ["SIGHUP"],
  // As npm on a terminal passes it on.
  ["SIGINT", "SIGINT", "SIGINT"],
])("after %s nothing is left in the account", async (...signals) => {
  const standIn = await createTavusStandIn();
  onTestFinished(() => standIn.close());
  const environment = { TAVUS_API_URL: standIn.url, TAVUS_API_KEY: defaultTavusKey };
  const verifying = startMain({ args: ["--verify-tavus", "--yes"], environment });
  await expect.poll(() => standIn.account().personas.length, { interval: 1, timeout: 30_000 }).toBe(1);

  for (const signal of signals) {
    verifying.stop(signal);
    // Two that come at the same moment would be one to the system.
    await pause(2);
  }
  const { exitCode, output } = await verifying.ended;

  expect([exitCode, output]).toEqual([1, expect.stringContaining("not seen")]);
  expect(standIn.account().personas).toEqual([]);
});
