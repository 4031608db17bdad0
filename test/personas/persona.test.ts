import { expect, test } from "vitest";
import { isAtRest, personaFrom } from "../../src/personas/persona.ts";
import { aRecord } from "../support/personas/persona-builders.ts";

const due = "2030-01-01T00:00:00.000Z";

test.each([
  ["pending", {}, false],
  ["linked and in step", { link: "linked", pushed_revision: 1, next_attempt_at: null }, true],
  ["linked with an edit to push", { link: "linked", pushed_revision: 0 }, false],
  [
    "linked with an edit that was refused",
    { link: "linked", pushed_revision: 0, next_attempt_at: null },
    true,
  ],
  ["failed", { link: "failed" }, true],
  ["missing", { link: "missing" }, true],
] as const)("a persona that is %s: at rest %#", (_state, columns, isResting) => {
  expect(isAtRest(personaFrom(aRecord({ next_attempt_at: due, ...columns })))).toBe(isResting);
});

test.each([
  ["an attempt nobody ended", { outcome_unknown: 1 }, "interrupted"],
  ["an attempt never sent", { outcome_unknown: 0 }, "inLine"],
  ["a known cause", { outcome_unknown: 1, failure_kind: "timedOut" }, "timedOut"],
  ["a cause of a newer version", { outcome_unknown: 1, failure_kind: "somethingNew" }, "interrupted"],
])("%s shows its cause", (_what, columns, cause) => {
  expect(personaFrom(aRecord(columns)).failure?.cause).toBe(cause);
});

test("a linked persona without a failure shows none", () => {
  expect(personaFrom(aRecord({ link: "linked" })).failure).toBeUndefined();
});

test("traits that are not texts are left out", () => {
  expect(personaFrom(aRecord({ traits: '["calm",1,null]' })).traits).toEqual(["calm"]);
  expect(personaFrom(aRecord({ traits: "{}" })).traits).toEqual([]);
});
