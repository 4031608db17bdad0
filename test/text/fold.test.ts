import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../src/text/fold.ts";

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
