import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines, diffTexts } from "../../src/text/line-diff.ts";

test("a line that was changed stands between those that were not", () => {
  const marks = { first: "−", second: "+" };

  expect(diffLines("one\ntwo\nthree", "one\n2\nthree", marks)).toEqual(["…", "− two", "+ 2", "…"]);
  expect(diffLines("same", "same", marks)).toEqual(["…"]);
});

test("of a long line the sentences that differ are told, not the whole line", () => {
  const long = "You are a coach in a video call. Ask what the person wants to achieve. Listen to them.";
  const other = long.replace("Listen to them", "Repeat what you heard");

  expect(diffLines(long, other, { first: "−", second: "+" })).toEqual([
    "…",
    "− Listen to them.",
    "+ Repeat what you heard.",
  ]);
});

test("each side is what the parts of it say, whatever the texts are, and the same from either end", () => {
  const line = fc.constantFrom("a", "b", "c", "");
  const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.join("\n"));

  fc.assert(
    fc.property(text, text, (first, second) => {
      const parts = diffTexts(first, second);
      const side = (other: string) =>
        parts.flatMap((part) => (part.in === other ? [] : [part.text])).join("\n");

      expect(side("second")).toBe(first);
      expect(side("first")).toBe(second);
      const common = (one: ReturnType<typeof diffTexts>) => one.filter((part) => part.in === "both").length;
      expect(common(diffTexts(second, first))).toBe(common(parts));
    }),
  );
});

test("texts of very many lines are compared at their ends", () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
  const parts = diffTexts(lines.join("\n"), ["line 0", ...lines.map((line) => `${line}!`)].join("\n"));

  expect(parts[0]).toEqual({ in: "both", text: "line 0" });
  expect(parts.filter((part) => part.in === "second")).toHaveLength(3000);
});

test.each([
  ["of more lines than anybody reads", "a\n".repeat(30_000)],
  ["of megabytes", "a\n".repeat(3_000_000)],
])("a text %s is one piece", (_what, text) => {
  const changed = diffTexts(text, `${text}b`).map((part) => part.in);
  const same = diffTexts(text, text).map((part) => part.in);

  expect([changed.length, same.length]).toEqual([2, 1]);
  expect([changed, same]).toEqual([["first", "second"], ["both"]]);
});
