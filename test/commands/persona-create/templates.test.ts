import { expect, test } from "vitest";
import type { FormValues } from "../../../src/chat/form/field.ts";
import { mistakeIn } from "../../../src/chat/form/read-form.ts";
import { limits } from "../../../src/chat/limits.ts";
import { fillFrom } from "../../../src/commands/persona-create/fill.ts";
import { personaForm } from "../../../src/commands/persona-create/persona-form.ts";
import { builtInTexts } from "../../../src/commands/persona-create/templates.ts";

const { fields } = personaForm;
const long = { name: "prompt.md", text: "You greet. ".repeat(400) };
const greeter: FormValues = { description: "Greets.", kind: "creator", prompt: "", prompt_file: long };
const all: { [name: string]: FormValues } = { ...builtInTexts, greeter };

/** What stands in the form once a template was chosen in it. */
function choose(template: string, values: FormValues = {}): FormValues {
  const chosen = { name: template, values: all[template] ?? {} };
  return { ...values, ...fillFrom({ fields, values, earlier: Object.values(all) }, chosen) };
}

const names = Object.keys(builtInTexts);

test.each(names)("the %s template fills description, traits and prompt with what the form takes", (name) => {
  const filled = choose(name);

  expect(filled).toMatchObject(builtInTexts[name] ?? {});
  expect(String(filled.prompt).length).toBeLessThanOrEqual(limits.text);
  for (const [key, field] of Object.entries(fields)) {
    expect(mistakeIn(field, { name: "Ada", ...filled }[key])).toBeUndefined();
  }
});

test("each template has its own text", () => {
  expect(new Set(names.map((name) => choose(name).prompt)).size).toBe(names.length);
});

test("what somebody typed is theirs: only untouched fields are filled", () => {
  const filled = choose("coach", { description: "My own", prompt: "" });

  expect(filled).toMatchObject({ ...builtInTexts.coach, description: "My own" });
});

test.each(
  names.flatMap((one) => Object.keys(all).map((other) => [one, other] as const)),
)("after %s, %s takes its place as if it had been the first", (one, other) => {
  expect(choose(other, choose(one))).toEqual(choose(other));
  expect(choose(one, choose(other))).toEqual(choose(one));
});

test("ticked boxes count as untouched in whatever order they come back", () => {
  const { traits = [] } = builtInTexts.coach ?? {};

  expect(choose("blank", { traits: [...traits].reverse() })).toHaveProperty("traits", []);
});

test("a changed text stays when the template changes", () => {
  const changed: FormValues = { ...choose("coach"), prompt: "You sing.", traits: ["calm"] };

  expect(choose("assistant", changed)).toMatchObject({
    description: builtInTexts.assistant?.description,
    prompt: "You sing.",
    traits: ["calm"],
  });
});

test("blank clears a template's text and nothing else", () => {
  const filled = choose("blank", { ...choose("coach"), description: "My own", kind: "historical" });

  expect(filled).toMatchObject({ traits: [], prompt: "", description: "My own", kind: "historical" });
});

test("a prompt from a file needs no other, and one in the box no file", () => {
  const prompt_file = { name: "a.md", sizeBytes: 3, url: "https://files.example/a" };

  expect(choose("coach", { prompt_file })).not.toHaveProperty("prompt");
  expect(choose("greeter", { prompt: "Mine." })).toMatchObject({ prompt: "Mine." });
  expect(choose("greeter", { prompt: "Mine." })).not.toHaveProperty("prompt_file");
  expect(choose("coach", choose("greeter")).prompt_file).toBeUndefined();
});
