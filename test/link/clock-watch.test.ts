import { expect, test } from "vitest";
import { createClockWatch } from "../../src/link/clock-watch.ts";

const hourMs = 3_600_000;

test.each([
  ["goes on", 1000, 1000, false],
  ["is set back three hours", 1000 - 3 * hourMs, 1000, true],
  ["is set back ten seconds", -9000, 1000, true],
  ["runs a little slow", 700, 1000, false],
  ["is set ahead", hourMs, 1000, false],
])("a clock that %s is told from one that was set back, once", (_what, passedMs, reallyMs, expected) => {
  let nowMs = Date.UTC(2026, 0, 1);
  let steadyMs = 0;
  const watch = createClockWatch(
    () => nowMs,
    () => steadyMs,
  );

  nowMs += passedMs;
  steadyMs += reallyMs;

  expect([watch.wasSetBack(), watch.wasSetBack()]).toEqual([expected, false]);
});
