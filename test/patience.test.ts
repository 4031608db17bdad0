import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { deadlineIn, nobodyWaits, withPatience } from "../src/patience.ts";

test("something may take what it usually takes, less where somebody waits, and no time when they have waited enough", async () => {
  const left = () => deadlineIn(5000) - performance.now();

  expect(left()).toBeGreaterThan(4900);
  await withPatience(20, async () => {
    expect(left()).toBeLessThanOrEqual(20);
    await sleep(25);
    expect(left()).toBeLessThanOrEqual(0);
    nobodyWaits();
    expect(left()).toBeGreaterThan(4900);
  });
  nobodyWaits();
  expect(left()).toBeGreaterThan(4900);
});
