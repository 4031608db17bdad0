import type { FormResult } from "../../chat/command.ts";
import type { ChoiceField, FormValues } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import { type PersonaDraft, readTyped, type TypedValues, writeTyped } from "../../personas/content/draft.ts";
import type { Persona } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import { type PersonaFormValues, personaForm } from "../persona-create/persona-form.ts";
import { keptTexts, longTextNotices, shownTexts } from "./long-texts.ts";
import { untouchedTexts } from "./untouched-texts.ts";

/** What came from Tavus may be none of what is offered here. */
const openChoices = {
  speed: withoutInitial(personaForm.fields.speed),
  emotion: withoutInitial(personaForm.fields.emotion),
};

export const editForm = defineForm({
  ...personaForm,
  title: "Edit persona",
  submit: "Save",
  elsewhere: "Replica, voice, model and more are options of /persona-edit.",
  fields: {
    ...personaForm.fields,
    ...openChoices,
  },
});

export const editFormName = "persona-edit-form";

/** What chosen values are called, by their keys. */
export type FormNames = { [key: string]: string };

/**
 * The form filled in from a persona; what was `chosen` with the command stands in place of what is stored. Its id says
 * which revision it was filled in from.
 */
export function editFormFor(persona: Persona, chosen: FormValues = {}, names: FormNames = {}): FormResult {
  const notice = [...longTextNotices(persona, chosen), ...chosenNotices(chosen, names)].join(" ");
  return {
    kind: "form",
    command: editFormName,
    formId: editFormId(persona),
    values: { ...valuesOf(persona), ...chosen },
    ...(notice ? { notice } : {}),
  };
}

export function editFormId({ id, revision }: Pick<Persona, "id" | "revision">): string {
  return `${id}.${revision}.${randomId(6)}`;
}

/**
 * What was not shown in the form, because it does not fit, stays unless something was typed in its place; and what nobody touched
 * stays as it was.
 */
export function draftFrom(given: PersonaFormValues, persona: PersonaDraft): PersonaDraft {
  const values = { ...given, ...untouchedTexts(persona, given) };
  const prompt = newPrompt(values, persona);
  return readTyped({ ...values, ...keptTexts(persona, values), prompt }, persona);
}

/** A file that was sent takes the place of the prompt that stood in the box; what else was typed goes below it. */
function newPrompt({ prompt, prompt_file }: PersonaFormValues, persona: PersonaDraft): string {
  const file =
    prompt_file?.name === keptPrompt.name && prompt_file.text === keptPrompt.text ? undefined : prompt_file;
  const isTyped = prompt.trim() !== "" && prompt.trim() !== persona.prompt.trim();
  if (file) return isTyped ? `${file.text}\n\n${prompt}` : file.text;
  return prompt.trim() === "" ? persona.prompt : prompt;
}

/** Stands in the form for a long prompt that shall stay as it is. */
const keptPrompt = { name: "kept-prompt.md", text: "kept" };

/** Nothing is chosen for what is not offered. */
function offered(typed: TypedValues): { [key in keyof typeof openChoices]?: string } {
  const isOffered = ({ choices }: ChoiceField, value: string) =>
    choices.some((choice) => choice.value === value);
  const { speed, emotion } = openChoices;
  return {
    speed: isOffered(speed, typed.speed) ? typed.speed : "",
    emotion: isOffered(emotion, typed.emotion) ? typed.emotion : "",
  };
}

function withoutInitial({ initial: _, ...field }: ChoiceField): ChoiceField {
  return { ...field, hint: `${field.hint}; none chosen: as it is now` };
}

/** What was chosen with the command, in words: on Discord the form does not show it. */
function chosenNotices(chosen: FormValues, names: FormNames): string[] {
  const labels = Object.keys(chosen).flatMap((key) => {
    const label = chosenLabels[key];
    return label ? [names[key] ? `${label} (${names[key]})` : label] : [];
  });
  return labels.length > 0 ? [`Saving also changes: ${labels.join(", ")}.`] : [];
}

const chosenLabels: { [key: string]: string } = Object.fromEntries(
  Object.entries(personaForm.fields).map(([key, { label }]) => [key, label]),
);

/** What the form holds of it; a prompt that is too long for its box stays, unless something is typed or sent. */
export function valuesOf(persona: PersonaDraft): { [Key in keyof PersonaFormValues]?: FormValues[string] } {
  const typed = writeTyped(persona);
  return {
    ...typed,
    ...shownTexts(persona),
    ...offered(typed),
    ...(persona.prompt.length > limits.text ? { prompt_file: keptPrompt } : {}),
  };
}
