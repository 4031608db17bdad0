import { expect, test } from "vitest";
import { isEarly } from "../../src/chat/form/form.ts";
import { readFields } from "../../src/chat/form/read-form.ts";
import { commands } from "../../src/commands/all.ts";
import { writeDigits } from "../../src/text/digits.ts";

test.each([
  ["50 / 200", "50 / 200"],
  ["５０ ／ ２００", "50 / 200"],
  ["٥٠ / ٢٠٠", "50 / 200"],
  ["۵۰/۲۰۰", "50/200"],
  ["५०", "50"],
  ["𝟙𝟚", "12"],
  ["1,5", "1,5"],
  ["ten", "ten"],
])("%s is read as %s", (typed, text) => {
  expect(writeDigits(typed)).toBe(text);
});

/** Each writing's ten digits stand in a row, from zero on. */
test("every digit of Unicode is one of ours", () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => /\p{Nd}/u.test(character));

  expect(all.map(writeDigits).join("")).toBe("0123456789".repeat(all.length / 10));
});

const numbers = commands.flatMap(({ name, form }) =>
  Object.entries(form?.fields ?? {}).flatMap(([key, field]) =>
    field.kind === "line" && (field.isNumber || /\d+ to \d/.test(field.hint ?? "")) && !isEarly(field)
      ? [{ name, key, field }]
      : [],
  ),
);

test("numbers are asked for in the forms of limits, calls, syncs and links outside", () => {
  expect(new Set(numbers.map(({ name }) => name))).toEqual(
    new Set(["persona-limits", "persona-calls", "persona-auto-sync", "persona-outside"]),
  );
});

test.each(numbers)("in $name $key takes the digits of every keyboard", ({ key, field }) => {
  expect(readFields({ [key]: field }, { [key]: "１２" })).toEqual({ values: { [key]: "12" } });
  expect(readFields({ [key]: field }, { [key]: "٢" })).toEqual({ values: { [key]: "2" } });
});
