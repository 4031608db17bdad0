import fc from "fast-check";
import { expect, test } from "vitest";
import { cutText, wholeStart } from "../src/cut-text.ts";

const family = "👩‍👩‍👧‍👦"; // 11 units, 7 code points
const flag = "🇩🇪"; // 4 units, 2 code points
const waving = "👋🏽"; // 4 units, 2 code points
const accented = "e\u0301"; // 2 units

test.each([
  ["", 5, ""],
  ["", 0, ""],
  ["Ada", 3, "Ada"],
  ["Lovelace", 8, "Lovelace"],
  ["Lovelace", 7, "Lovela…"],
  ["Lovelace", 1, "…"],
  ["Lovelace", 0, ""],
  ["a\r\nb", 3, "a…"],
  ["ab👋cd", 4, "ab…"],
  ["ab👋cd", 5, "ab👋…"],
  [flag.repeat(3), 12, flag.repeat(3)],
  [flag.repeat(3), 11, `${flag}${flag}…`],
  [flag.repeat(3), 8, `${flag}…`],
  [`x${flag}${flag}`, 8, `x${flag}…`],
  [family.repeat(2), 22, family.repeat(2)],
  [family.repeat(2), 21, `${family}…`],
  [`Ada ${family}`, 14, "Ada …"],
  [`${accented}${accented}`, 4, `${accented}${accented}`],
  [`${accented}${accented}`, 3, `${accented}…`],
  [`caf${accented}s`, 5, "caf…"],
  [`hi ${waving}!`, 7, "hi …"],
  [`hi ${waving}!`, 8, `hi ${waving}!`],
  ["क्षिक्षि", 7, "क्षि…"],
  ["\uD83Dabc", 3, "\uD83Da…"],
  ["ab\uDE00cd", 4, "ab\uDE00…"],
  ["ab\uD83D\uD83Dcd", 4, "ab\uD83D…"],
  // One that alone is longer is cut between its code points.
  [family, 10, "👩‍👩‍👧\u200D…"],
  [family, 3, "👩…"],
  [family, 2, "…"],
  [`e${"\u0301".repeat(20)}`, 5, `e${"\u0301".repeat(3)}…`],
])("%j in %i UTF-16 units is %j", (text, most, short) => {
  expect(cutText(text, most)).toBe(short);
});

test.each([
  ["", 0, ""],
  ["Lovelace", 8, "Lovelace"],
  ["Lovelace", 7, "Lovela…"],
  ["👋".repeat(4), 4, "👋".repeat(4)],
  ["👋".repeat(5), 4, `${"👋".repeat(3)}…`],
  [flag.repeat(3), 6, flag.repeat(3)],
  [flag.repeat(3), 4, `${flag}…`],
  [family.repeat(2), 14, family.repeat(2)],
  [family.repeat(2), 13, `${family}…`],
  [family, 3, "👩‍…"],
  ["\uD83Dabc", 3, "\uD83Da…"],
  ["Lovelace", 0, ""],
])("%j in %i code points is %j", (text, most, short) => {
  expect(cutText(text, most, "codePoints")).toBe(short);
});

test.each([
  ["Ada", 5, "Ada"],
  ["Lovelace", 4, "Love"],
  [`ab${family}`, 5, "ab"],
  [family, 5, "👩‍👩"],
  ["Ada", -1, ""],
])("the whole start of %j within %i units is %j", (text, most, start) => {
  expect(wholeStart(text, most)).toBe(start);
});

/** Pieces that join with their neighbours in each of the ways there are. */
const pieces = fc.constantFrom(
  ...[
    "a",
    " ",
    "\r",
    "\n",
    "\u0301",
    "\u200D",
    "👩",
    "🏽",
    "🇩",
    "\uFE0F",
    "#",
    "\uD83D",
    "\uDE00",
    "क",
    "्",
    "ᄀ",
    "ᅡ",
    "\u0600",
  ],
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));

test("what is kept of any text fits, and ends where one of its characters ends", () => {
  const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const property = fc.property(
    texts,
    fc.nat(14),
    fc.constantFrom("utf16", "codePoints"),
    (text, most, unit) => {
      const short = cutText(text, most, unit);

      const size = unit === "utf16" ? short.length : [...short].length;
      expect(size).toBeLessThanOrEqual(most);
      if (short === text || short === "") return;
      const kept = short.length - 1;
      const [first, ...others] = [...graphemes.segment(text)].map(
        ({ index, segment }) => index + segment.length,
      );
      expect(text.startsWith(short.substring(0, short.length - 1))).toBe(true);
      expect(kept < (first ?? 0) || kept === first || others.includes(kept)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 2000, seed: 9 });
});
