import type { FormResult } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import type { Persona, PersonaDraft } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import { shortName } from "../../short-name.ts";
import { draftOf, type PersonaFormValues, personaForm } from "../persona-create/persona-form.ts";

const { initial: _, ...model } = personaForm.fields.model;

export const editForm = defineForm({
  ...personaForm,
  title: "Edit persona",
  submit: "Save",
  fields: {
    ...personaForm.fields,
    // One that came from Tavus may have a model that is not offered here.
    model: { ...model, hint: "The language model that answers; none chosen: as it is now" },
  },
});

export const editFormName = "persona-edit-form";

/**
 * The form filled in from a persona; what was `chosen` with the command stands in place of what is stored. Its id says
 * which revision it was filled in from.
 */
export function editFormFor(persona: Persona, chosen: FormValues = {}): FormResult {
  const notice = [...noticesOf(persona, chosen), ...chosenNotices(chosen)].join(" ");
  return {
    kind: "form",
    command: editFormName,
    formId: `${persona.id}.${persona.revision}.${randomId(6)}`,
    values: { ...valuesOf(persona), ...chosen },
    ...(notice ? { notice } : {}),
  };
}

/** What was not shown in the form, because it does not fit, stays unless something was typed in its place. */
export function draftFrom(values: PersonaFormValues, persona: Persona): PersonaDraft {
  const isContextKept = isLong(persona.context) && values.context.trim() === "";
  return {
    ...draftOf(values),
    prompt: newPrompt(values, persona),
    context: isContextKept ? persona.context : values.context,
    model: values.model || persona.model,
  };
}

/** A file that was sent takes the place of the prompt that stood in the box; what else was typed goes below it. */
function newPrompt({ prompt, prompt_file }: PersonaFormValues, persona: Persona): string {
  const file =
    prompt_file?.name === keptPrompt.name && prompt_file.text === keptPrompt.text ? undefined : prompt_file;
  const isTyped = prompt.trim() !== "" && prompt.trim() !== persona.prompt.trim();
  if (file) return isTyped ? `${file.text}\n\n${prompt}` : file.text;
  return prompt.trim() === "" ? persona.prompt : prompt;
}

/** Stands in the form for a long prompt that shall stay as it is. */
const keptPrompt = { name: "kept-prompt.md", text: "kept" };

const longestName = personaForm.fields.name.maxLength;

function isLong(text: string): boolean {
  return text.length > limits.text;
}

/** One that came from Tavus may hold more than a form takes. */
function noticesOf({ name, prompt, context }: Persona, chosen: FormValues): string[] {
  return [
    ...(isLong(prompt) && !chosen.prompt_file
      ? [`${prompt.length} characters of prompt are kept; type or send a file to replace them.`]
      : []),
    ...(isLong(context) ? [`${context.length} characters of context are kept; type to replace them.`] : []),
    ...(name.length > longestName
      ? [`Its name has ${name.length} characters; saved, it has ${longestName}.`]
      : []),
  ];
}

/** What was chosen with the command, in words: on Discord the form does not show it. */
function chosenNotices(chosen: FormValues): string[] {
  const labels = Object.keys(chosen).flatMap((key) => chosenLabels[key] ?? []);
  return labels.length > 0 ? [`Also changed: ${labels.join(", ")}.`] : [];
}

const chosenLabels: { [key: string]: string } = Object.fromEntries(
  Object.entries(personaForm.fields).map(([key, { label }]) => [key, label]),
);

function valuesOf(persona: Persona): FormValues {
  const { name, prompt, context } = persona;
  return {
    template: persona.template,
    kind: persona.kind,
    replica: persona.replicaId ?? "",
    model: model.choices.some(({ value }) => value === persona.model) ? persona.model : "",
    speed: persona.voiceSpeed,
    emotion: persona.voiceEmotion,
    name: name.length > longestName ? shortName(name, longestName) : name,
    description: persona.description,
    traits: [...persona.traits],
    prompt: isLong(prompt) ? "" : prompt,
    context: isLong(context) ? "" : context,
    ...(isLong(prompt) ? { prompt_file: keptPrompt } : {}),
  };
}
