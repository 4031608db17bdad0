import { expect, test } from "vitest";
import { shortName } from "../../src/short-name.ts";
import { isBlank } from "../../src/text/visible.ts";

test.each([
  "",
  " ",
  "\u3164",
  "\u3164 \u3164",
  "\u200b",
  "\u2800",
  "\u115f",
  "\ufe0f",
  "\u202e",
  "\u2068\u2069",
  "\u00ad",
  "\u0000",
])("%j shows nothing", (text) => {
  expect(isBlank(text)).toBe(true);
  expect(shortName(text, 55)).toBe("(no name)");
});

test.each(["a", "🚀", "🇩🇪", "\u3164a", "한", ".", "한\u3164"])("%j shows something", (text) => {
  expect(isBlank(text)).toBe(false);
});

test.each([
  ["Ada\u202egpj.exe", "Adagpj.exe"],
  ["A\u200bd\u200fa", "Ada"],
  ["\u2066Ada", "Ada"],
  ["Ada\u0007", "Ada"],
  ["👩‍🚀 Ada", "👩‍🚀 Ada"],
  ["❤️", "❤️"],
  ["می‌خواهم", "\u2068می‌خواهم\u2069"],
  ["שלום", "\u2068שלום\u2069"],
  ["Ada ‏שלום‎ 1", "\u2068Ada שלום 1\u2069"],
])("%j is shown as %j: nothing turns the line around", (name, shown) => {
  expect(shortName(name, 55)).toBe(shown);
});

test("what is isolated is no longer than it may be", () => {
  expect(shortName("ש".repeat(20), 10)).toBe(`\u2068${"ש".repeat(7)}…\u2069`);
});
