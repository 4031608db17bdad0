import { expect, test } from "vitest";
import { createPauses } from "../../src/slack/pauses.ts";

test("a pause holds for what it was asked for, until it is over", () => {
  let nowMs = 1000;
  const pauses = createPauses(() => nowMs);

  pauses.begin("users.info", 3000);

  expect([pauses.leftMs("users.info"), pauses.leftMs("views.open")]).toEqual([3000, 0]);
  nowMs += 2999;
  expect(pauses.leftMs("users.info")).toBe(1);
  nowMs += 1;
  expect(pauses.leftMs("users.info")).toBe(0);
});

test("of more pauses than are kept the one that ends soonest is forgotten", () => {
  const pauses = createPauses(() => 0);

  for (let number = 1; number <= 501; number += 1) pauses.begin(`chat.postMessage C${number}`, number * 1000);

  expect([1, 2, 501].map((number) => pauses.leftMs(`chat.postMessage C${number}`))).toEqual([
    0, 2000, 501_000,
  ]);
});
