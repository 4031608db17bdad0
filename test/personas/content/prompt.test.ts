import { expect, test } from "vitest";
import { composePrompt, recordIn, withoutRecordLine } from "../../../src/personas/content/prompt.ts";

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
  `Quotes one\n\n[record per_aaaaaaaaaa]`,
  "Emoji 🙂 and ‮right to left",
])("the record is read from %j, and taken off again exactly", (prompt) => {
  const sent = composePrompt(aPrompted({ prompt, promptIsWhole: true }));

  expect(recordIn(sent)).toBe(id);
  expect(withoutRecordLine(sent)).toBe(prompt);
});

test.each([
  ["in the middle", `a\n\n[record ${id}]\n\nb`],
  ["behind other words", `a [record ${id}]`],
  ["of another form", "a\n\n[record per_short]"],
  ["with something behind it", `a\n\n[record ${id}] b`],
])("a record line %s is none", (_where, prompt) => {
  expect(recordIn(prompt)).toBeUndefined();
  expect(withoutRecordLine(prompt)).toBe(prompt);
});

test.each([
  ["alone", `[record ${id}]`],
  ["after one line break", `a\n[record ${id}]`],
  ["with blanks at the end", `a\n\n[record ${id}]  \n `],
  ["after Windows line ends", `a\r\n\r\n[record ${id}]\r\n`],
])("a record line %s is found, as Tavus may have trimmed the text", (_where, prompt) => {
  expect(recordIn(prompt)).toBe(id);
});

test("a huge prompt of blank lines is read at once", () => {
  const startedMs = performance.now();

  expect(recordIn(`${"\n".repeat(200_000)}x`)).toBeUndefined();
  expect(withoutRecordLine(`${"\n \n".repeat(100_000)}x`)).toHaveLength(300_001);

  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
