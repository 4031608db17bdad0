import { expect, test } from "vitest";
import { ageOfPressMs } from "../../src/slack/read/press-age.ts";

const pressed = "1795366800.000200";
const minute = 60_000;

test.each([
  ["at once", pressed, 800, 800],
  ["minutes late", pressed, 5 * minute, 5 * minute],
  ["with a clock of ours an hour ahead", pressed, 60 * minute, 0],
  ["with a clock of ours years ahead", pressed, 5e10, 0],
  ["with a clock of ours an hour behind", pressed, -60 * minute, 0],
  ["without a time", undefined, 800, 0],
  ["with a time that is none", "soon", 800, 0],
])("a press that comes %s: how old it is", (_how, actionTs, laterMs, ageMs) => {
  expect(ageOfPressMs(actionTs, 1_795_366_800_000 + laterMs)).toBeCloseTo(ageMs, 0);
});
