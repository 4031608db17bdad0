import { expect, test } from "vitest";
import { examineClock } from "../../src/doctor/clock.ts";
import { readClock } from "../../src/finding.ts";

const agreeing = { whose: "Discord", aheadMs: 900 };

test("a second is no difference, and half a minute is none yet", () => {
  const finding = examineClock([agreeing, { whose: "Slack", aheadMs: -29_000 }]);

  expect(finding).toMatchObject({ state: "good", sentence: expect.stringContaining("Discord, Slack") });
});

test("when only the database's clock is off, its machine is the one to mend", () => {
  const finding = examineClock([agreeing, { whose: "PostgreSQL", aheadMs: 45_000 }]);

  expect(finding).toMatchObject({
    state: "bad",
    sentence: "Its clock is 45 s behind PostgreSQL's.",
    remedy: expect.stringContaining("database's machine"),
  });
});

test("with nothing to compare nothing is claimed", () => {
  expect(examineClock([])).toMatchObject({ state: "skipped" });
});

test("a Date header is read to the second, and one that is missing or nonsense is no clock", () => {
  const atMs = Date.parse("2026-11-22T20:00:00Z");

  expect(readClock("Slack", "Sun, 22 Nov 2026 20:01:00 GMT", atMs)).toEqual({
    whose: "Slack",
    aheadMs: 60_500,
  });
  expect(readClock("Slack", null, atMs)).toBeUndefined();
  expect(readClock("Slack", "soon", atMs)).toBeUndefined();
});
