import { expect, test } from "vitest";
import { insideQuotes, withoutQuotes } from "../../src/text/quotes.ts";

// A pattern that tries each number of blanks in two places does not come to the end of so many.
test.each([
  ["", undefined],
  ['"', "x"],
  ["'", "x"],
])("a quote that is followed by very many blanks and x%s is read to its end", (end, inside) => {
  const typed = `"${" ".repeat(200_000)}x${end}`;

  // Compared here: a difference so long is nothing to show.
  expect(withoutQuotes(typed) === (end === '"' ? "x" : typed)).toBe(true);
  expect(insideQuotes(typed)?.trim()).toBe(inside);
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
