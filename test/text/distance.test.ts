import { expect, test } from "vitest";
import { distance } from "../../src/text/distance.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

test.each([
  ["", "", 0],
  ["ada", "ada", 0],
  ["", "ada", 3],
  ["ada", "adda", 1],
  ["kitten", "sitting", 3],
  ["grace", "boole", 4],
])("from %j to %j it is %i", (from, to, far) => {
  expect(distance(from, to)).toBe(far);
  expect(distance(to, from)).toBe(far);
});

test("it is never more than the longer text, nor less than the difference of the lengths", () => {
  const random = createSeededRandom(5);
  const aText = () =>
    Array.from({ length: Math.floor(random() * 12) }, () => "abc"[Math.floor(random() * 3)]).join("");
  for (let round = 0; round < 500; round += 1) {
    const [from, to, by] = [aText(), aText(), aText()];

    expect(distance(from, to)).toBeLessThanOrEqual(Math.max(from.length, to.length));
    expect(distance(from, to)).toBeGreaterThanOrEqual(Math.abs(from.length - to.length));
    expect(distance(from, to)).toBeLessThanOrEqual(distance(from, by) + distance(by, to));
  }
});
