import type { ChoiceField, Field, Fields, FormValues, ValuesOf } from "../../chat/form/field.ts";
import type { ChoiceKey, FormKey } from "../../personas/content/each-field.ts";
import { personaOption } from "../ask/persona-option.ts";
import { personaForm } from "../persona-create/persona-form.ts";
import { earlyTextFields } from "../persona-create/text-fields.ts";

const { replica, model, voice, speed, emotion, kind, prompt_file } = personaForm.fields;

/** Discord's form has a place for traits, and a template fills a new form. */
type OptionKey = Exclude<FormKey<ChoiceKey>, "traits" | "template">;

/** An option's choice begins with the option's name. */
const choices = {
  speed: optional("speed", speed),
  emotion: optional("emotion", emotion),
  kind: optional("kind", kind),
};

/**
 * What can be changed with the command itself, because Discord's form has no place for it; nothing need be given. On
 * Slack a first word that equals a choice is the choice, so that a choice of these begins with its option's name: a
 * persona called "Calm coach" or "Personal coach" is still found by its name.
 */
export const editOptions = {
  persona: personaOption,
  replica,
  model,
  voice,
  ...choices,
  prompt_file,
  ...earlyTextFields,
} satisfies Fields & { [Key in OptionKey]: Field };

/** The options that were given, as the form takes them. */
export function chosenIn({
  persona: _,
  prompt_file: file,
  replica: face,
  model: mind,
  voice: sound,
  ...others
}: ValuesOf<typeof editOptions>): FormValues {
  const given = Object.entries(others).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(
      given.map(([key, value]) => [key, Object.hasOwn(choices, key) ? value.slice(key.length + 1) : value]),
    ),
    ...(face ? { replica: face } : {}),
    ...(mind ? { model: mind } : {}),
    ...(sound ? { voice: sound } : {}),
    ...(file ? { prompt_file: file } : {}),
  };
}

function optional(key: string, { initial: _, ...field }: ChoiceField): ChoiceField {
  const offered = field.choices.map(({ value, label }) => ({ value: `${key}:${value}`, label }));
  return { ...field, choices: offered };
}
