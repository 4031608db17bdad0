import { expect, test } from "vitest";
import type { Field, FieldValue } from "../../../src/chat/form/field.ts";
import { defineForm } from "../../../src/chat/form/form.ts";
import { mistakeIn, readForm } from "../../../src/chat/form/read-form.ts";

const line: Field = { kind: "line", label: "Name", maxLength: 20, required: true };
const paragraph: Field = { kind: "paragraph", label: "Prompt", maxLength: 50 };
const search: Field = { kind: "search", label: "Replica", early: true };
const choices = [
  { value: "calm", label: "Calm" },
  { value: "direct", label: "Direct" },
];
const choice: Field = { kind: "choice", label: "Mood", choices };
const several: Field = { kind: "choices", label: "Traits", choices };
const file: Field = { kind: "file", label: "File", early: true, extensions: [".txt", ".md"], maxBytes: 1000 };

const strangeTexts = [
  "  two  spaces inside  ",
  "Zoë 🙂👩‍👩‍👧‍👦",
  "\u202eעברית مرحبا",
  "@everyone @here <@123> <!channel> <!here>",
  `"quotes" 'and' \`ticks\` "as typed"`,
  "**bold** _it_ ~no~ <b>html</b> \\n",
  "line one\nline two\r\n\ttabbed",
];

test.each(strangeTexts)("a paragraph is kept exactly as it was typed: %j", (text) => {
  const form = defineForm({ title: "T", submit: "S", fields: { text: { ...paragraph, maxLength: 3000 } } });

  expect(readForm(form, { text })).toEqual({ values: { text } });
});

test.each(strangeTexts)("a line is kept but for white space around it: %j", (text) => {
  const form = defineForm({ title: "T", submit: "S", fields: { text: { ...line, maxLength: 3000 } } });

  expect(readForm(form, { text })).toEqual({ values: { text: text.trim() } });
});

test.each<[string, Field, FieldValue | undefined, string]>([
  ["an absent required line", line, undefined, "Name is empty. Type something other than spaces."],
  ["an empty required line", line, "", "Name is empty. Type something other than spaces."],
  ["a required line of spaces", line, " \n\u00a0\u3000", "Name is empty. Type something other than spaces."],
  ["a line that is too long", line, "x".repeat(21), "Name has 21 characters. Shorten it to 20."],
  [
    "a line with a null character",
    line,
    "a\0b",
    "Name holds a null character. Remove it, or type the text again.",
  ],
  [
    "a paragraph that is too long",
    paragraph,
    "x".repeat(10_000),
    "Prompt has 10000 characters. Shorten it to 50.",
  ],
  [
    "a paragraph with a null character",
    paragraph,
    "\0a",
    "Prompt holds a null character. Remove it, or type the text again.",
  ],
  [
    "a replica ID that is too long",
    search,
    "x".repeat(101),
    "Replica has 101 characters. Shorten it to 100.",
  ],
  [
    "a replica ID with a null character",
    search,
    "r\0",
    "Replica holds a null character. Remove it, or type the text again.",
  ],
  [
    "a required search left empty",
    { ...search, required: true },
    "",
    "Replica is empty. Type something other than spaces.",
  ],
  ["an unknown choice", choice, "angry", "Mood does not offer that. Choose one of: Calm, Direct."],
  ["a required choice left empty", { ...choice, required: true }, undefined, "Choose one for Mood."],
  ["an unknown box", several, ["calm", "angry"], "Traits does not offer that. Choose among: Calm, Direct."],
  [
    "a required group with nothing ticked",
    { ...several, required: true },
    [],
    "Choose at least one for Traits.",
  ],
  ["a required file that is not there", { ...file, required: true }, undefined, "Add a file for File."],
  [
    "a file of another kind",
    file,
    { name: "prompt.pdf", sizeBytes: 10, url: "u" },
    "File must be a .txt or .md file. Save your text as one and choose it again.",
  ],
  [
    "a file that is too large",
    file,
    { name: "prompt.txt", sizeBytes: 2001, url: "u" },
    "File may be up to 1 kB; this file is 3 kB. Shorten it.",
  ],
  [
    "a file that is not text",
    file,
    { name: "prompt.txt", text: "a\0b" },
    "File is not plain text. Save it as UTF-8 text and choose it again.",
  ],
  ...["", " \r\n", "\u200b", "\0"].map((text): [string, Field, FieldValue, string] => [
    `a file that holds ${JSON.stringify(text)}`,
    file,
    { name: "prompt.txt", text },
    "“prompt.txt” holds no text. Choose a file that does, or leave it out.",
  ]),
])("%s is refused with what to change", (_, field, value, sentence) => {
  expect(mistakeIn(field, value)).toBe(sentence);
});

test.each<[string, Field, FieldValue | undefined]>([
  ["a line of just the length", line, "x".repeat(20)],
  ["an optional paragraph left empty", paragraph, ""],
  ["a typed replica ID that was not suggested", search, "r_of_my_own"],
  ["no choice", choice, undefined],
  ["a required choice that has an initial one", { ...choice, required: true, initial: "calm" }, ""],
  ["no box ticked", several, []],
  ["every box ticked", several, ["calm", "direct"]],
  ["no file", file, undefined],
  ["a file by its extension in upper case", file, { name: "PROMPT.MD", sizeBytes: 1000, url: "u" }],
])("%s is fine", (_, field, value) => {
  expect(mistakeIn(field, value)).toBeUndefined();
});

const wholeForm = defineForm({
  title: "Whole",
  submit: "Send",
  fields: {
    name: line,
    prompt: paragraph,
    mood: { kind: "choice", label: "Mood", choices, initial: "direct" },
    traits: several,
    replica: search,
    letter: file,
  },
});

test("what was left empty is read as empty text, the initial choice, no boxes and no file", () => {
  expect(readForm(wholeForm, { name: "Ada", prompt: " \n " })).toEqual({
    values: { name: "Ada", prompt: "", mood: "direct", traits: [], replica: "", letter: undefined },
  });
});

test("every mistake is named beside its own field", () => {
  const reading = readForm(wholeForm, { name: " ", prompt: "x".repeat(51), mood: "angry", traits: ["calm"] });

  expect(reading).toEqual({
    errors: { name: expect.any(String), prompt: expect.any(String), mood: expect.any(String) },
  });
});

test("a value of another kind counts as none", () => {
  const values = { name: "Ada", prompt: ["calm"], mood: ["calm"], traits: "calm", letter: "text" };

  expect(readForm(wholeForm, values)).toEqual({
    values: { name: "Ada", prompt: "", mood: "direct", traits: [], replica: "", letter: undefined },
  });
});

test("values of fields the form does not have are left out", () => {
  const reading = readForm(wholeForm, { name: "Ada", persona: "per_1", __proto__: "x" });

  expect(reading).not.toHaveProperty("values.persona");
});
