import { expect, onTestFinished, test } from "vitest";
import { createTavusStandIn, defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { startMain } from "../support/black-box/start-main.ts";

test.each([
  "SIGINT",
  "SIGTERM",
  "SIGHUP",
] as const)("after %s nothing is left in the account", async (signal) => {
  const standIn = await createTavusStandIn();
  onTestFinished(() => standIn.close());
  const environment = { TAVUS_API_URL: standIn.url, TAVUS_API_KEY: defaultTavusKey };
  const verifying = startMain({ args: ["--verify-tavus", "--yes"], environment });
  await expect.poll(() => standIn.account().personas.length, { interval: 1, timeout: 30_000 }).toBe(1);

  verifying.stop(signal);
  const { exitCode, output } = await verifying.ended;

  expect([exitCode, output]).toEqual([1, expect.stringContaining("not seen")]);
  expect(standIn.account().personas).toEqual([]);
});
