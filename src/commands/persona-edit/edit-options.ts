import type { ChoiceField, Field, Fields, FormValues, ValuesOf } from "../../chat/form/field.ts";
import type { ChoiceKey, FormKey } from "../../personas/content/each-field.ts";
import { personaOption } from "../ask/persona-option.ts";
import { personaForm } from "../persona-create/persona-form.ts";
import { earlyTextFields } from "../persona-create/text-fields.ts";

const { replica, model, voice, speed, emotion, kind, prompt_file } = personaForm.fields;

/** Discord's form has a place for traits, and a template fills a new form. */
type OptionKey = Exclude<FormKey<ChoiceKey>, "traits" | "template">;

/** What can be changed with the command itself, because Discord's form has no place for it; nothing need be given. */
export const editOptions = {
  persona: personaOption,
  replica,
  model,
  voice,
  speed: optional(speed),
  emotion: optional(emotion),
  kind: optional(kind),
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
  return {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== "")),
    ...(face ? { replica: face } : {}),
    ...(mind ? { model: mind } : {}),
    ...(sound ? { voice: sound } : {}),
    ...(file ? { prompt_file: file } : {}),
  };
}

function optional({ initial: _, ...field }: ChoiceField): ChoiceField {
  return field;
}
