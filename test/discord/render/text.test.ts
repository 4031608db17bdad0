import { expect, test } from "vitest";
import { renderEmbed } from "../../../src/discord/render/render-embed.ts";
import { codeSpan, escapeMarkdown, fitText } from "../../../src/discord/render/text.ts";
import { lengthsRead } from "../../support/lengths-read.ts";

test.each([
  ["*bold* _it_ ~~no~~ ||spoiler||", "\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\|"],
  ["`code` \\", "\\`code\\` \\\\"],
  ["<@123> <#1> <t:1>", "\\<@123> \\<#1> \\<t:1>"],
  ["@everyone and @here", "\\@everyone and \\@here"],
  ["[text](https://x.test)", "\\[text\\](https\\://x.test)"],
  ["# head\n> quote\n-# small\n- item\n12. item", "\\# head\n\\> quote\n\\-# small\n\\- item\n12\\. item"],
  ["at 12:30 :smile:", "at 12:30 \\:smile:"],
  ["well-known, a+b, 3 > 2, #1", "well-known, a+b, 3 > 2, #1"],
  ["TAVUS_API_KEY, replica_uuid, per_1", "TAVUS_API_KEY, replica_uuid, per_1"],
  ["a_b_ c, a__b__c, é_b_é, _a_b", "a_b\\_ c, a\\_\\_b\\_\\_c, é\\_b\\_é, \\_a_b"],
  ["مرحبا 👋", "مرحبا 👋"],
])("%j loses its markdown", (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test("a code span cannot be ended from inside", () => {
  expect(codeSpan("a`` **b**\n`c")).toBe("`aˋˋ **b** ˋc`");
});

test("text that fits stays as it is", () => {
  expect(fitText("a*b", 100, escapeMarkdown)).toBe("a\\*b");
});

test("text that does not fit ends with how much is missing", () => {
  const fitted = fitText("*".repeat(3000), 1000, escapeMarkdown);

  const missing = Number(/… (\d+) more characters do not fit here\.$/.exec(fitted)?.[1]);
  expect(fitted.length).toBeLessThanOrEqual(1000);
  expect(fitted.length).toBeGreaterThan(950);
  expect(fitted.split("\\*").length - 1 + missing).toBe(3000);
});

test.each([
  "*",
  "word\n",
  "👩‍👧",
])("of hundreds of thousands of %j hardly more is written than what is shown", async (piece) => {
  const text = piece.repeat(200_000);
  const facts = [
    { label: text, value: text },
    { label: "ID", value: text, code: true },
  ];

  const render = () =>
    renderEmbed({ tone: "neutral", title: "Ada", text, facts, items: [{ text }], notes: [text] });
  const written = await lengthsRead(render, "replaceAll");

  expect(written.reduce((sum, length) => sum + length, 0)).toBeLessThan(text.length / 2);
});

test("of a text that is too long for any message it is said how much is missing", () => {
  expect(fitText("👩‍👧".repeat(50_000), 1000, escapeMarkdown)).toMatch(
    /👧\n… 149[0-9]{3} more characters do not fit here\.$/u,
  );
});
