import { expect, test } from "vitest";
import type { FormValues } from "../../../src/chat/form/field.ts";
import { mistakeIn } from "../../../src/chat/form/read-form.ts";
import { limits } from "../../../src/chat/limits.ts";
import { personaForm } from "../../../src/commands/persona-create/persona-form.ts";
import { fillFromTemplate } from "../../../src/commands/persona-create/templates.ts";

const names = ["assistant", "coach", "educator"];
const coach = fillFromTemplate({ template: "coach" });

test.each(
  names,
)("the %s template fills description, traits and prompt with what the form takes", (template) => {
  const filled = fillFromTemplate({ template });

  expect(Object.keys(filled).sort()).toEqual(["description", "prompt", "traits"]);
  expect(String(filled.prompt).length).toBeLessThanOrEqual(limits.text);
  for (const [key, field] of Object.entries(personaForm.fields)) {
    expect(mistakeIn(field, { name: "Ada", ...filled }[key])).toBeUndefined();
  }
});

test("each template has its own text", () => {
  const prompts = names.map((template) => fillFromTemplate({ template }).prompt);

  expect(new Set(prompts).size).toBe(names.length);
});

test("what somebody typed is theirs: only untouched fields are filled", () => {
  const typed = { description: "My own", prompt: "" };

  expect(fillFromTemplate({ template: "coach", ...typed })).toEqual({
    traits: coach.traits,
    prompt: coach.prompt,
  });
});

test("another template takes the place of an earlier one's text", () => {
  const educator = fillFromTemplate({ template: "educator" });

  expect(fillFromTemplate({ ...coach, template: "educator" })).toEqual(educator);
});

test("ticked boxes count as untouched in whatever order they come back", () => {
  const reversed = Array.isArray(coach.traits) ? [...coach.traits].reverse() : [];

  expect(fillFromTemplate({ template: "blank", traits: reversed })).toHaveProperty("traits", []);
});

test("a changed text stays when the template changes", () => {
  const changed: FormValues = { ...coach, prompt: `${coach.prompt} And sing.`, traits: ["calm"] };

  expect(Object.keys(fillFromTemplate({ ...changed, template: "assistant" }))).toEqual(["description"]);
});

test("blank clears a template's text and nothing else", () => {
  const values = { ...coach, description: "My own", template: "blank" };

  expect(fillFromTemplate(values)).toEqual({ traits: [], prompt: "" });
});

test("a prompt from a file needs no other", () => {
  const prompt_file = { name: "a.md", sizeBytes: 3, url: "https://files.example/a" };

  expect(fillFromTemplate({ template: "coach", prompt_file })).not.toHaveProperty("prompt");
});

test.each([undefined, "unknown", "toString"])("the template %s fills nothing in", (template) => {
  const filled = fillFromTemplate(template === undefined ? {} : { template });

  expect(filled).toEqual({ description: "", traits: [], prompt: "" });
});
