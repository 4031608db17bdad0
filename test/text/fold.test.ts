import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeStart } from "../../src/cut-text.ts";
import { fold, foldBeginning } from "../../src/text/fold.ts";
import { lengthsRead } from "../support/lengths-read.ts";

test.each([
  ["case", ["Ada", "ADA", "ada", "Ａｄａ"]],
  ["accents", ["Émile Zola", "E\u0301mile Zola", "emile zola", "ÈMİLE ZOLA"]],
  [
    "letters that Unicode takes apart no further",
    ["Łódź Øre Straße", "lodz ore strasse", "LODZ ORE STRASSE"],
  ],
  ["the last letter of a Greek word", ["ΟΔΟΣ", "οδος", "Οδός"]],
  ["points of Hebrew and Arabic letters", ["שָׁלוֹם", "שלום", "\u2067שלום\u2069"]],
  ["quotes", ["Ada's coach", "Ada’s coach", "Ada‘s coach", "Ada`s coach", "Ada´s coach", "Ada＇s coach"]],
  ["double quotes", ['the "one"', "the “one”", "the „one‟", "the «one»"]],
  ["dashes", ["A-B", "A–B", "A—B", "A\u2011B", "A−B"]],
  ["spaces", ["Ada L", " Ada  L ", "Ada\u00a0L", "Ada\u202fL", "Ada\u3000L", "Ada\n\tL", "Ada\u2800L"]],
  [
    "invisible characters",
    ["Ada", "A\u200bda", "\ufeffAda", "A\u00adda", "\u2068Ada\u2069", "Ada\u3164", "A\u0000da"],
  ],
  ["emoji and Slack's names", ["🚀 Coach", ":rocket: coach", ":ROCKET: Coach"]],
  ["a skin tone", ["👋🏽", ":wave::skin-tone-4:"]],
  ["how an emoji is chosen to look", ["☎️", "☎", ":phone:", ":telephone:"]],
  ["ligatures and full marks", ["ﬁne…", "fine..."]],
])("%s are no difference", (_, texts) => {
  expect(new Set(texts.map(fold)).size).toBe(1);
  expect(fold(texts[0] ?? "")).not.toBe("");
});

test.each([
  ["Ada", "Ida"],
  ["がく", "かく"],
  ["कि", "क"],
  ["12:30:45", "12345"],
  [":rocket:", "rocket"],
  [":no_such_emoji:", "no_such_emoji"],
  ["👋🏽", "👋"],
  ["a b", "ab"],
  ["O'Hara", "OHara"],
])("%j and %j stay two", (one, other) => {
  expect(fold(one)).not.toBe(fold(other));
});

test("what is folded is folded, and holds no end of a line", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());
  fc.assert(
    fc.property(texts, (text) => {
      const folded = fold(text);
      expect(folded).not.toMatch(/[\n\r\t]|^ | $| {2}/);
      expect(folded.isWellFormed()).toBe(true);
    }),
  );
});

test("part of a text is part of it when both are folded", () => {
  const words = fc.array(fc.constantFrom("Émile", "Ada’s", "ΟΔΟΣ", "🚀", "Straße", "шё"), { minLength: 1 });
  fc.assert(
    fc.property(words, words, (some, others) => {
      expect(fold([...others, ...some, ...others].join(" "))).toContain(fold(some.join("\u00a0")));
    }),
  );
});

test("the beginning of a name is that of the whole name as it is folded, whatever the name is made of", () => {
  const pieces = [
    "\ufdfa",
    "\ufdfd",
    "\ufb03",
    "\u337f",
    "e\u0301",
    "\u0301",
    ":rocket:",
    ":wave::skin-tone-3:",
    ":a",
    "🚀",
  ];
  const others = ["👩‍👩‍👧", "🇩🇪", "\u200b", " ", "\n", "a", "ß", "İ", "한", "“"];
  const names = fc
    .array(fc.constantFrom(...pieces, ...others), { maxLength: 300 })
    .map((all) => all.join(""));
  const runs = fc
    .tuple(fc.constantFrom(...pieces, ...others), fc.nat(1200))
    .map(([one, times]) => one.repeat(times));

  fc.assert(
    fc.property(
      fc.oneof(
        names,
        fc.tuple(runs, names).map((both) => both.join("")),
      ),
      (name) => {
        expect(foldBeginning(name)).toBe(wholeStart(fold(wholeStart(name, 1000)), 200).trim());
      },
    ),
  );
});

test("a name that is made to be long when it is compared is read no further than it counts", async () => {
  const name = `1 ${"\ufdfa".repeat(300)}`;

  const beginning = await lengthsRead(() => foldBeginning(name));
  const whole = await lengthsRead(() => fold(name));

  // With a thousand such names in an account each keystroke once took seconds of everybody.
  expect(Math.max(...beginning)).toBeLessThan(Math.max(...whole) / 5);
});
