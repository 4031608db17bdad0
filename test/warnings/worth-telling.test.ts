import { expect, test } from "vitest";
import { type FailedAttempt, isWorthTelling } from "../../src/warnings/worth-telling.ts";

test.each<[string, FailedAttempt, boolean]>([
  ["a refusal for good is told", { ending: "forGood" }, true],
  ["a missing key is told", { ending: "waitsForPeople" }, true],
  ["a first failure that is tried again is not told", { ending: "triedAgain", triesBefore: 0 }, false],
  ["a failure of the first retry is told", { ending: "triedAgain", triesBefore: 1 }, true],
])("%s", (_, failed, isTold) => {
  expect(isWorthTelling(failed)).toBe(isTold);
});
