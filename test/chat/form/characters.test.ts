import { expect, test } from "vitest";
import { readFields } from "../../../src/chat/form/read-form.ts";

const fields = {
  name: { kind: "line", label: "Name", maxLength: 80, required: true },
  prompt: { kind: "paragraph", label: "Prompt", maxLength: 80 },
} as const;

test.each([
  ["41 lobsters", "🦞".repeat(41)],
  ["80 lobsters", "🦞".repeat(80)],
  ["80 letters", "a".repeat(80)],
])("%s are as many characters as people see and Discord counts", (_, text) => {
  expect(readFields(fields, { name: text, prompt: text })).toEqual({ values: { name: text, prompt: text } });
});

test("one more is told by the same count", () => {
  expect(readFields(fields, { name: "🦞".repeat(81) })).toMatchObject({
    errors: { name: "Name has 81 characters. Shorten it to 80." },
  });
});

test.each(["\u3164", "\u200b\u200b", " \u2800 ", "\u2067\u2069"])("%j alone is empty", (text) => {
  expect(readFields(fields, { name: text })).toMatchObject({
    errors: { name: expect.stringMatching("empty") },
  });
  expect(readFields(fields, { name: "Ada", prompt: text })).toEqual({ values: { name: "Ada", prompt: "" } });
});
