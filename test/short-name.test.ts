import { expect, test } from "vitest";
import { inQuotes, nameInQuotes, shortName } from "../src/short-name.ts";

test.each([
  ["Ada", 55, "Ada"],
  ["", 55, "(no name)"],
  [" \n ", 55, "(no name)"],
  [" a\n\tb ", 55, "a b"],
  ["x".repeat(55), 55, "x".repeat(55)],
  ["x".repeat(56), 55, `${"x".repeat(54)}…`],
  ["🙂".repeat(30), 10, `${"🙂".repeat(4)}…`],
  ["👩‍👩‍👧‍👦".repeat(3), 20, "👩‍👩‍👧‍👦…"],
])("%j in %i characters is %j", (name, most, short) => {
  expect(shortName(name, most)).toBe(short);
});

test.each(["", " \n ", "\u200b\u3164"])("of %j only a name is said to be missing", (text) => {
  expect(nameInQuotes(text)).toBe("“(no name)”");
  expect(inQuotes(text)).toBe("“(nothing)”");
});
