import type { ChoiceField, FormValues, ValuesOf } from "../../chat/form/field.ts";
import { personaOption } from "../ask/persona-option.ts";
import { personaForm } from "../persona-create/persona-form.ts";

const { replica, model, speed, emotion, kind, prompt_file } = personaForm.fields;

/**
 * What can be changed with the command itself, because Discord's form has no place for it; nothing need be given. On
 * Slack a first word that equals a choice is the choice, so that a choice of these begins with its option's name: a
 * persona called "Calm coach" or "Personal coach" is still found by its name.
 */
export const editOptions = {
  persona: personaOption,
  replica,
  model: optional("model", model),
  speed: optional("speed", speed),
  emotion: optional("emotion", emotion),
  kind: optional("kind", kind),
  prompt_file,
};

/** The options that were given, as the form takes them. */
export function chosenIn({
  persona: _,
  prompt_file: file,
  replica: face,
  ...choices
}: ValuesOf<typeof editOptions>): FormValues {
  const given = Object.entries(choices).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(given.map(([key, value]) => [key, value.slice(key.length + 1)])),
    ...(face ? { replica: face } : {}),
    ...(file ? { prompt_file: file } : {}),
  };
}

function optional(key: string, { initial: _, ...field }: ChoiceField): ChoiceField {
  const choices = field.choices.map(({ value, label }) => ({ value: `${key}:${value}`, label }));
  return { ...field, choices };
}
