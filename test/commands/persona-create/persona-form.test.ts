import { expect, test } from "vitest";
import { readForm } from "../../../src/chat/form/read-form.ts";
import {
  draftOf,
  noPromptIn,
  type PersonaFormValues,
  personaForm,
  promptOf,
} from "../../../src/commands/persona-create/persona-form.ts";
import { initialContent } from "../../../src/personas/content/draft.ts";

function readValues(values: Parameters<typeof readForm>[1]): PersonaFormValues {
  const reading = readForm(personaForm, values);
  if ("errors" in reading) throw new Error(JSON.stringify(reading.errors));
  return reading.values;
}

const prompt_file = { name: "prompt.md", text: "From the file." };

test("a form with a name and a prompt alone gets the documented defaults", () => {
  const { promptIsWhole: _, ...initial } = initialContent;

  expect(draftOf(readValues({ name: " Ada ", prompt: " Be Ada. " }))).toEqual({
    ...initial,
    kind: "professional",
    template: "blank",
    name: "Ada",
    description: "",
    traits: [],
    prompt: " Be Ada. ",
    context: "",
    replicaId: undefined,
    model: "",
    voiceSpeed: "normal",
    voiceEmotion: "none",
  });
});

test("a prompt file comes first and what was typed stands below it", () => {
  expect(promptOf(readValues({ name: "Ada", prompt_file, prompt: "Typed." }))).toBe(
    "From the file.\n\nTyped.",
  );
});

test("a prompt file alone is enough", () => {
  expect(promptOf(readValues({ name: "Ada", prompt_file }))).toBe("From the file.");
});

test.each([
  [{ prompt: "x" }, undefined],
  [{ prompt: " " }, "Type one."],
  [{ prompt_file }, undefined],
])("of %j it is said what is missing: %j", (typed, sentence) => {
  const { prompt } = noPromptIn(readValues({ name: "Ada", ...typed }), "Type one.");

  if (sentence === undefined) expect(prompt).toBeUndefined();
  else expect(prompt).toContain(sentence);
});

test("every voice on offer is one the persona knows", () => {
  const { speed, emotion } = personaForm.fields;
  const voices = [speed, emotion].flatMap((field) => ("choices" in field ? field.choices : []));

  const kept = voices.map(({ value }) =>
    draftOf(readValues({ name: "Ada", prompt: "x", speed: "normal", emotion: "none", ...voiceOf(value) })),
  );

  expect(new Set(kept.map(({ voiceSpeed }) => voiceSpeed))).toEqual(new Set(["slower", "normal", "faster"]));
  expect(new Set(kept.map(({ voiceEmotion }) => voiceEmotion))).toEqual(
    new Set(["none", "positive", "curious"]),
  );
});

function voiceOf(value: string) {
  return ["slower", "normal", "faster"].includes(value) ? { speed: value } : { emotion: value };
}
