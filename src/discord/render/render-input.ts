import { type APIComponentInLabel, ComponentType, TextInputStyle } from "discord.js";
import {
  type Choice,
  type ChoiceField,
  type ChoicesField,
  type Field,
  type FieldValue,
  type LineField,
  listOf,
  type ParagraphField,
  type PickField,
  textOf,
} from "../../chat/form/field.ts";
import { offeredChoices } from "../../chat/form/pick-choices.ts";
import type { TextUnit } from "../../cut-text.ts";
import { renderChannelSelect, renderRoleSelect } from "./render-selects.ts";
import { fitText, lengthIn } from "./text.ts";

/** https://discord.com/developers/docs/components/reference#text-input */
const longestText = 4000;

/** For one in an input of one line Discord refuses the whole form: https://github.com/discord-net/Discord.Net/pull/2789 */
const lineBreak = /[\n\r\u2028\u2029]/;

/** What one input of a form about to be shown is made of, besides its field. */
export type Input = {
  key: string;
  value: FieldValue | undefined;
  /** What a `pick` field offers. */
  choices: readonly Choice[];
  /** In what a text is measured. */
  unit: TextUnit;
};

/** The input of one late field, as the child of a Label: https://discord.com/developers/docs/components/reference#label */
export function renderInput(input: Input, field: Field): APIComponentInLabel {
  const { key, value, unit } = input;
  switch (field.kind) {
    case "line":
      // A secret typed once is shown to nobody again, its owner included.
      return renderText(key, field, { value: field.secret ? "" : textOf(value), unit });
    case "paragraph":
      return renderText(key, field, { value: textOf(value), unit });
    case "choice":
      return renderSelect(key, field, textOf(value) || field.initial);
    case "choices":
      return renderCheckboxes(key, field, listOf(value));
    case "pick":
      return renderPick(input, field);
    case "channel":
      return renderChannelSelect(key, field, textOf(value));
    case "people":
      return renderRoleSelect(key, field, listOf(value));
    case "search":
    case "file":
      throw new Error(`Field ${key}: "${field.kind}" is always early`);
  }
}

/**
 * A value longer than the field takes is shown all the same, so that it can be shortened; sending it checks again. Of
 * one longer than Discord takes, the end is replaced by a sentence, and the rest is still too long to be sent by mistake.
 */
function renderText(
  key: string,
  field: LineField | ParagraphField | PickField,
  { value, unit }: { value: string; unit: TextUnit },
): APIComponentInLabel {
  const shown = fitText(value, longestText, (plain) => plain, unit);
  const hasLines = field.kind === "paragraph" || lineBreak.test(shown);
  return {
    type: ComponentType.TextInput,
    custom_id: key,
    style: hasLines ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required ?? false,
    max_length: Math.max(field.maxLength, lengthIn(unit, shown)),
    ...(shown && { value: shown }),
    ...(field.placeholder && { placeholder: field.placeholder }),
  };
}

function renderSelect(key: string, field: ChoiceField, chosen: string | undefined): APIComponentInLabel {
  return {
    ...oneOf(key, field),
    options: field.choices.map(({ label, value }) => ({ label, value, default: value === chosen })),
  };
}

function renderPick({ key, value, choices, unit }: Input, field: PickField): APIComponentInLabel {
  const chosen = textOf(value);
  const offered = offeredChoices(choices, chosen);
  if (!offered) return renderText(key, field, { value: chosen, unit });
  return {
    ...oneOf(key, field),
    ...(field.placeholder && { placeholder: field.placeholder }),
    options: offered.map((choice) => ({ ...choice, default: choice.value === chosen })),
  };
}

function oneOf(key: string, { required = false }: ChoiceField | PickField) {
  return {
    type: ComponentType.StringSelect,
    custom_id: key,
    required,
    min_values: required ? 1 : 0,
    max_values: 1,
  } as const;
}

function renderCheckboxes(key: string, field: ChoicesField, chosen: readonly string[]): APIComponentInLabel {
  const required = field.required ?? false;
  return {
    type: ComponentType.CheckboxGroup,
    custom_id: key,
    required,
    min_values: required ? 1 : 0,
    max_values: field.choices.length,
    options: field.choices.map(({ label, value }) => ({ label, value, default: chosen.includes(value) })),
  };
}
