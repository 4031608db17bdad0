import { expect, test } from "vitest";
import { isTriedEnough } from "../../src/link/tried-enough.ts";

const day = 24 * 60 * 60_000;

test.each([
  ["is new", 0, 0, false],
  ["was tried all day", day, 27, true],
  ["lay there while the machine slept", 3 * day, 1, false],
  ["was tried again and again within an hour", day / 24, 27, false],
  ["was begun before the clock was set back", -day, 27, false],
])("what %s: whether it is given up", (_what, ageMs, tries, isOver) => {
  const nowMs = Date.UTC(2027, 0, 1);

  expect(isTriedEnough({ sinceMs: nowMs - ageMs, tries }, { nowMs, forMs: day, least: 5 })).toBe(isOver);
});
