import { expect, test } from "vitest";
import { definePlainCommand } from "../../src/chat/command.ts";
import type { Fields } from "../../src/chat/form/field.ts";
import { greeting } from "../support/test-dispatcher.ts";

test.each([
  "Greet",
  "greet someone",
  "1greet",
  "-greet",
  "",
  "x".repeat(33),
])("a command cannot be called %j", (name) => {
  expect(() => greeting({ name })).toThrow(/must be at most 32 lower case letters/);
});

test("a command's summary fits both platforms", () => {
  expect(() => greeting({ summary: "x".repeat(101) })).toThrow("Summary of greet is over 100 characters");
  expect(greeting({ summary: "x".repeat(100) })).toMatchObject({ name: "greet" });
});

const plain = (options: Fields) =>
  definePlainCommand<undefined, Fields>({
    name: "say",
    summary: "Says it",
    access: "member",
    options,
    run: async () => ({ tone: "neutral", title: "Said" }),
  });

test("the options of a command without a form fit both platforms", () => {
  const line = { kind: "line", label: "x".repeat(46), maxLength: 10 } as const;
  const choices = { kind: "choices", label: "Moods", choices: [{ value: "kind", label: "Kind" }] } as const;

  expect(() => plain({ words: line })).toThrow("Options of say: label of words has 46 characters, 45 fit");
  expect(() => plain({ moods: choices })).toThrow('moods is of the kind "choices", which cannot be early');
  const many = Object.fromEntries(
    Array.from("abcdefghijklmnopqrstuvwxyz", (key) => [key, { ...line, label: "Words" }]),
  );
  expect(() => plain(many)).toThrow("26 options, 25 fit");
  expect(plain({ words: { ...line, label: "Words" } })).toMatchObject({ name: "say" });
});

test("a command without a form is named like any other", () => {
  expect(() =>
    definePlainCommand<undefined, Fields>({
      name: "Say",
      summary: "",
      access: "member",
      options: {},
      run: async () => ({ tone: "neutral", title: "Said" }),
    }),
  ).toThrow(/must be at most 32 lower case letters/);
});
