import { expect, test } from "vitest";
import type { Choice, Fields } from "../../../src/chat/form/field.ts";
import { defineForm, type Form } from "../../../src/chat/form/form.ts";

const name = { kind: "line", label: "Name", maxLength: 80 } as const;

function aForm(members: Partial<Form>): Form {
  return { title: "A form", submit: "Send", fields: { name }, ...members };
}

function manyFields(count: number, field: Fields[string]): Fields {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`field_${"abcdefghijklmnopqrstuvwxyz"[index]}`, field]),
  );
}

function manyChoices(count: number): Choice[] {
  return Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `Choice ${index}` }));
}

const early = { kind: "search", label: "Early", early: true } as const;

test("a form that just fits both platforms is returned as it is", () => {
  const form: Form = aForm({
    title: "x".repeat(24),
    submit: "x".repeat(24),
    fillsOn: "name",
    fields: {
      name: { ...name, label: "x".repeat(45), hint: "x".repeat(100), placeholder: "x".repeat(100) },
      text: { kind: "paragraph", label: "Text", maxLength: 3000 },
      one: { kind: "choice", label: "One", choices: manyChoices(25) },
      several: { kind: "choices", label: "Several", choices: manyChoices(10) },
      last: { kind: "choice", label: "Last", choices: [{ value: "x".repeat(75), label: "x".repeat(75) }] },
    },
  });

  expect(defineForm(form)).toBe(form);
});

test.each<[string, Partial<Form>, RegExp]>([
  ["title is too long", { title: "x".repeat(25) }, /title has 25 characters, 24 fit/],
  ["submit is too long", { submit: "x".repeat(25) }, /submit has 25 characters, 24 fit/],
  ["has six fields that are not early", { fields: manyFields(6, name) }, /6 fields are not early, 5 fit/],
  ["has early fields only", { fields: { early } }, /at least one field must not be early/],
  ["has 26 early fields", { fields: { name, ...manyFields(26, early) } }, /26 early fields, 25 fit/],
  ["follows a field it lacks", { fillsOn: "template" }, /fillsOn names no field: template/],
  ["has a key in upper case", { fields: { Name: name } }, /key "Name" must be lower case/],
  ["has a key of 33 letters", { fields: { ["x".repeat(33)]: name } }, /must be lower case/],
  ["has too long a label", { fields: { name: { ...name, label: "x".repeat(46) } } }, /label of name has 46/],
  ["has too long a hint", { fields: { name: { ...name, hint: "x".repeat(101) } } }, /hint of name has 101/],
  [
    "has too long a placeholder",
    { fields: { name: { ...name, placeholder: "x".repeat(101) } } },
    /placeholder of name has 101/,
  ],
  [
    "says of a line what only a choice has",
    { fields: { name: Object.assign({ initial: "Ada" }, name) } },
    /name is of the kind "line", for which initial means nothing/,
  ],
  [
    "takes too long a line",
    { fields: { name: { ...name, maxLength: 3001 } } },
    /name takes 3001 characters, 3000 fit/,
  ],
  [
    "takes too long a paragraph",
    { fields: { text: { kind: "paragraph", label: "Text", maxLength: 3001 } } },
    /text takes 3001 characters, 3000 fit/,
  ],
  [
    "offers 26 choices",
    { fields: { one: { kind: "choice", label: "One", choices: manyChoices(26) } } },
    /one has 26 choices, 1 to 25 fit/,
  ],
  [
    "offers eleven boxes to tick",
    { fields: { some: { kind: "choices", label: "Some", choices: manyChoices(11) } } },
    /some has 11 choices, 1 to 10 fit/,
  ],
  [
    "offers no choice at all",
    { fields: { one: { kind: "choice", label: "One", choices: [] } } },
    /one has 0 choices/,
  ],
  [
    "has a choice with too long a label",
    { fields: { one: { kind: "choice", label: "One", choices: [{ value: "a", label: "x".repeat(76) }] } } },
    /label of one\.a has 76 characters, 75 fit/,
  ],
  [
    "has a choice with too long a value",
    { fields: { one: { kind: "choice", label: "One", choices: [{ value: "x".repeat(76), label: "A" }] } } },
    /value of one\.x+ has 76 characters, 75 fit/,
  ],
])("a form that %s is refused", (_, members, breach) => {
  expect(() => defineForm(aForm(members))).toThrow(breach);
});

test("all breaches of a form are named at once", () => {
  const form = aForm({ title: "x".repeat(25), fields: { name: { ...name, label: "x".repeat(46) } } });

  expect(() => defineForm(form)).toThrow(/title has 25.*label of name has 46/);
});
