import fc from "fast-check";
import { expect, test } from "vitest";
import { haveSameLetters, haveSameText, haveSameWords } from "../../src/personas/content/alike.ts";
import { ownWords } from "../../src/tavus/answers/own-words.ts";
import { fold } from "../../src/text/fold.ts";
import { inForm } from "../../src/text/normal-form.ts";

/** Marks that Unicode puts in another order, each before all that came before it: in one row of so many, minutes of it. */
const rows = [
  ...["\u0301\u0323", "\u0f73", "\u0345\u0301\u0323\u0334"].map((marks) => marks.repeat(60_000)),
  // Narrow katakana, whose marks are letters until then.
  "\u0301\uff9e".repeat(200_000),
];

test.each([
  ["two texts for the same words", (row: string) => haveSameWords(`a${row}`, `b${row}`)],
  ["two texts for the same text", (row: string) => haveSameText(`a${row}`, `b${row}`)],
  ["two names for the same letters", (row: string) => haveSameLetters(`a${row}`, `b${row}`)],
  ["two names as they are found", (row: string) => fold(`a${row}`) === fold(`b${row}`)],
  ["a refusal and what was sent", (row: string) => ownWords("Not found", [`a${row}`]) !== "Not found"],
])("looks through %s at once, however many marks stand in one row", (_, look) => {
  // In Unicode's own order one of them takes longer than a test may.
  for (const row of rows) expect(look(row)).toBe(false);
});

test("a text is in the form that Unicode says, whatever its letters carry", () => {
  const unit = fc.oneof(
    fc.constantFrom("e", "각", "ก", "ﷺ", " ", "x".repeat(1000), "\u0301\u0323".repeat(49), "\u0f73\u0301"),
    fc.string({ unit: "grapheme" }),
  );
  fc.assert(
    fc.property(fc.array(unit), fc.constantFrom("NFC", "NFKC", "NFKD"), (pieces, form) => {
      const text = pieces.join("a");
      expect(inForm(text, form)).toBe(text.normalize(form));
    }),
  );
});

test("beside a row of marks the rest is in that form, and one row is the same as another in two pieces", () => {
  const [row = ""] = rows;
  expect(inForm(`e\u0301${"x".repeat(9)}a${row}e\u0301`, "NFC")).toBe(`é${"x".repeat(9)}a${row}é`);
  expect(haveSameWords(`e\u0301 a${row}`, `é  a${row}`)).toBe(true);
});
