import type { FieldErrors, ValuesOf } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import { type PersonaDraft, readTyped } from "../../personas/content/draft.ts";
import { choiceFields } from "./choice-fields.ts";
import { textFields } from "./text-fields.ts";

const { template, traits, ...otherChoices } = choiceFields;
const { name, description, prompt, context, ...otherTexts } = textFields;

const promptFileBytes = 100_000;

export const personaForm = defineForm({
  title: "New persona",
  submit: "Create",
  fillsOn: "template",
  elsewhere: "Replica, voice, model and more are options of /persona-create, and later of /persona-edit.",
  fields: {
    template,
    name,
    description,
    traits,
    prompt,
    context,
    ...otherChoices,
    prompt_file: {
      kind: "file",
      early: true,
      label: "Prompt file",
      hint: "A .txt or .md file up to 100 kB, for a prompt longer than a text box takes",
      extensions: [".txt", ".md"],
      maxBytes: promptFileBytes,
    },
    ...otherTexts,
  },
});

export type PersonaFormValues = ValuesOf<typeof personaForm.fields>;

/** A file comes first, then what was typed below it. */
export function promptOf({ prompt: typed, prompt_file }: PersonaFormValues): string {
  return [prompt_file?.text ?? "", typed].filter((text) => text !== "").join("\n\n");
}

/** What is wrong where there is no prompt: `sentence`. */
export function noPromptIn(
  { prompt, prompt_file }: Pick<PersonaFormValues, "prompt" | "prompt_file">,
  sentence: string,
): FieldErrors {
  return prompt === "" && !prompt_file ? { prompt: sentence } : {};
}

export function draftOf(values: PersonaFormValues): PersonaDraft {
  return readTyped({ ...values, prompt: promptOf(values) });
}
