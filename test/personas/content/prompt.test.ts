import { expect, test } from "vitest";
import {
  composePrompt,
  recordIn,
  tidyRecordLine,
  withoutRecordLine,
} from "../../../src/personas/content/prompt.ts";

const id = "per_23456789ab";

function aPrompted(members = {}) {
  return {
    id,
    prompt: "You are Ada.",
    promptIsWhole: false,
    description: "",
    traits: [],
    context: "",
    ...members,
  };
}

test("a prompt is composed of what was typed, in a fixed order, and ends with the record line", () => {
  const persona = aPrompted({ description: "A poet", traits: ["calm", "direct"], context: "It is 1843." });

  const prompt = composePrompt(persona);

  expect(prompt).toBe(
    "You are Ada.\n\nWho you are: A poet\n\nYour manner: calm, direct.\n\nWhat you know:\nIt is 1843.\n\n[record per_23456789ab]",
  );
  expect(composePrompt(persona)).toBe(prompt);
});

test("what was left empty is left out", () => {
  expect(composePrompt(aPrompted({ description: " ", context: "\n" }))).toBe(
    `You are Ada.\n\n[record ${id}]`,
  );
});

test("a prompt that is the whole text stands alone", () => {
  const persona = aPrompted({ promptIsWhole: true, description: "A poet", traits: ["calm"], context: "x" });

  expect(composePrompt(persona)).toBe(`You are Ada.\n\n[record ${id}]`);
});

test.each([
  "You are Ada.",
  "Ends with blank lines\n\n\n",
  "\n\n",
  "Emoji 🙂 and ‮right to left",
])("the record is read from %j, and taken off again exactly", (prompt) => {
  const sent = composePrompt(aPrompted({ prompt, promptIsWhole: true }));

  expect(recordIn(sent)).toBe(id);
  expect(withoutRecordLine(sent)).toBe(prompt);
});

test("a prompt that quotes a record line among its last lines is sent with its own alone", () => {
  const sent = composePrompt(
    aPrompted({ prompt: "Quotes one\n\n[record per_aaaaaaaaaa]", promptIsWhole: true }),
  );

  expect(sent).toBe(`Quotes one\n\n[record ${id}]`);
});

test("what only talks of records is no record line", () => {
  const prompt = "Keep a record per_person.\n\nrecord per_ call: [record per call]";

  expect(recordIn(prompt)).toBeUndefined();
  expect(withoutRecordLine(prompt)).toBe(prompt);
});

test.each([
  ["with lines below it", `a\n\n[record ${id}]\n\nb\nc`, "a\n\nb\nc"],
  ["with words behind it", `a\n\n[record ${id}] b`, "a b"],
  ["behind other words, as where line breaks were made blanks", `a b [record ${id}]`, "a b"],
  ["with many lines below it", `a\n\n[record ${id}]${"\nb".repeat(60)}`, `a${"\nb".repeat(60)}`],
  ["twice", `a\n\n[record ${id}]\n\nb\n\n[record ${id}]`, "a\n\nb"],
  ["of a copy below that of its original", `a\n\n[record per_aaaaaaaaaa]\n\n[record ${id}]`, "a"],
  ["in Windows line ends", `a\r\n\r\n[record ${id}]\r\n\r\nb\r\n`, "a\r\n\r\nb\r\n"],
])("a record line %s is found and not shown", (_where, prompt, shown) => {
  expect(recordIn(prompt)).toBe(id);
  expect(withoutRecordLine(prompt)).toBe(shown);
  expect(tidyRecordLine(prompt, id)).toBe(recordAtEnd(prompt) ? undefined : `${shown}\n\n[record ${id}]`);
});

/** Where it is as it was sent, or as Tavus's white space has left it, there is nothing to do. */
function recordAtEnd(prompt: string): boolean {
  return prompt === `a b [record ${id}]`;
}

test.each([
  ["without its end", "a\n\n[record per_23456789"],
  ["without its brackets", `a\n\nrecord ${id}\n`],
  ["shortened, with lines below it", "a\n\n[record per_2345]\n\nb"],
])("a record line %s names nobody and is not shown", (_how, prompt) => {
  expect(recordIn(prompt)).toBeUndefined();
  expect(withoutRecordLine(prompt)).not.toContain("record");
  expect(tidyRecordLine(prompt, id)).toMatch(new RegExp(`\\n\\n\\[record ${id}\\]$`));
});

test.each([
  "a",
  "",
  `a\n\n[record ${id}]`,
  `a\n\n[record ${id}]\n `,
  undefined,
  null,
  5,
])("there is nothing to tidy in %j", (held) => {
  expect(tidyRecordLine(held, id)).toBeUndefined();
});

test.each([
  ["alone", `[record ${id}]`],
  ["after one line break", `a\n[record ${id}]`],
  ["with blanks at the end", `a\n\n[record ${id}]  \n `],
  ["after Windows line ends", `a\r\n\r\n[record ${id}]\r\n`],
])("a record line %s is found, as Tavus may have trimmed the text", (_where, prompt) => {
  expect(recordIn(prompt)).toBe(id);
});

test("a prompt of a million blank lines is read to its end", () => {
  expect(recordIn(`${"\n".repeat(1_000_000)}x`)).toBeUndefined();
  expect(withoutRecordLine(`${"\n \n".repeat(500_000)}record per_?`)).toHaveLength(1_500_012);
});
