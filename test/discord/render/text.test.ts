import { expect, test } from "vitest";
import { codeSpan, escapeMarkdown, fitText } from "../../../src/discord/render/text.ts";

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
