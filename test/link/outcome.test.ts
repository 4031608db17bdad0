import { expect, test } from "vitest";
import { delayAfter, outcomeOf } from "../../src/link/outcome.ts";
import { TavusError, type TavusErrorKind } from "../../src/tavus/errors.ts";

const minute = 60_000;
const hour = 60 * minute;

function anError(kind: TavusErrorKind, details: { status?: number; reached?: "no" | "maybe" } = {}) {
  return new TavusError({ kind, operation: "create persona", reached: "maybe", ...details });
}

test.each([
  ["invalidKey", { status: 401 }, "waitingForPeople"],
  ["invalidKey", { status: 403 }, "waitingForPeople"],
  ["outOfCredits", { status: 402 }, "waitingForPeople"],
  ["rateLimited", { status: 429 }, "notMade"],
  ["tooManyConversations", { status: 400 }, "notMade"],
  ["rejected", { status: 400 }, "refused"],
  ["rejected", { status: 413 }, "refused"],
  ["rejected", { status: 422 }, "refused"],
  ["rejected", { status: 418 }, "refused"],
  ["rejected", { status: 200 }, "unknown"],
  ["notFound", { status: 404 }, "notMade"],
  ["notFound", { status: 400 }, "refused"],
  ["notFound", { status: 200 }, "unknown"],
  ["conflict", { status: 409 }, "notMade"],
  ["unavailable", { status: 503 }, "unknown"],
  ["unavailable", { reached: "maybe" }, "unknown"],
  ["unavailable", { reached: "no" }, "notMade"],
  ["timedOut", { reached: "maybe" }, "unknown"],
  ["timedOut", { reached: "no" }, "notMade"],
  ["unexpectedReply", { status: 200 }, "unknown"],
] as const)("%s with %j means %s", (kind, details, outcome) => {
  expect(outcomeOf(anError(kind, details))).toBe(outcome);
});

test.each([
  [0, 20_000],
  [1, minute],
  [2, 5 * minute],
  [3, 15 * minute],
  [4, hour],
  [5, hour],
  [400, hour],
])("after failed try %i the delay is %i ms, 20 %% either way", (tries, delayMs) => {
  expect(delayAfter(tries, 0)).toBeCloseTo(0.8 * delayMs);
  expect(delayAfter(tries, 0.5)).toBeCloseTo(delayMs);
  expect(delayAfter(tries, 1)).toBeCloseTo(1.2 * delayMs);
});

test("a Retry-After is waited for, up to an hour, and never shortens the delay", () => {
  expect(delayAfter(0, 0.5, 90_000)).toBe(90_000);
  expect(delayAfter(0, 0.5, 24 * hour)).toBe(hour);
  expect(delayAfter(0, 0.5, 1)).toBe(20_000);
  expect(delayAfter(9, 1, 24 * hour)).toBeCloseTo(1.2 * hour);
});
