import { expect, test } from "vitest";
import { fold } from "../../src/text/fold.ts";
import { insideQuotes, withoutQuotes } from "../../src/text/quotes.ts";

/** How long it takes where nothing else takes time meanwhile. */
function leastMsOf(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const begunMs = performance.now();
    work();
    return performance.now() - begunMs;
  });
  return Math.min(...times);
}

test.each(["", '"', "'"])("a quote that is followed by thousands of blanks and %j is read at once", (end) => {
  const typed = `"${" ".repeat(1500)}x${end}`;
  const onceMs = leastMsOf(() => fold("\ufdfa".repeat(6000)));

  expect(leastMsOf(() => withoutQuotes(typed))).toBeLessThan(onceMs);
  expect(leastMsOf(() => insideQuotes(typed))).toBeLessThan(onceMs);
});

test.each([
  ['"Ada"', "Ada"],
  ["  “ Ada  Lovelace ” ", "Ada  Lovelace"],
  ['"\n Ada\n"', "Ada"],
  ['"   "', ""],
  ['""', '""'],
  ['"', '"'],
  ['"Ada" Lovelace', '"Ada" Lovelace'],
])("%j is %j without its quotes", (typed, text) => {
  expect(withoutQuotes(typed)).toBe(text);
});
