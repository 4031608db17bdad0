import type { types } from "@slack/bolt";
import {
  type Choice,
  type ChoiceField,
  type ChoicesField,
  type Field,
  type FieldValue,
  type FileField,
  isTextFile,
  type LineField,
  type ParagraphField,
  type SearchField,
} from "../chat/field.ts";
import { blockLimits } from "./block-limits.ts";
import { cut, plain } from "./text.ts";

/** One field as it shall stand in a form. */
export type PlacedField = {
  key: string;
  field: Field;
  blockId: string;
  value: FieldValue | undefined;
  /** Whether a change is reported at once, so that other fields can follow. */
  reportsChange: boolean;
};

type InputElement = types.InputBlock["element"];

/** Draws one field with its value in place. Its `action_id` is its key. */
export function renderField(placed: PlacedField): types.InputBlock {
  const { field, blockId, reportsChange } = placed;
  const hint = [field.hint ?? "", ...remarksOn(placed)].filter((line) => line !== "").join(" ");
  return {
    type: "input",
    block_id: blockId,
    label: plain(field.label),
    optional: field.required !== true,
    ...(hint ? { hint: plain(hint) } : {}),
    ...(reportsChange ? { dispatch_action: true } : {}),
    element: renderElement(placed),
  };
}

function renderElement({ key, field, value }: PlacedField): InputElement {
  switch (field.kind) {
    case "line":
    case "paragraph":
      return renderTextInput(key, field, textOf(value));
    case "choice":
      return renderSelect(key, field, textOf(value));
    case "choices":
      return renderCheckboxes(key, field, Array.isArray(value) ? value : []);
    case "search":
      return renderSearch(key, field, textOf(value));
    case "file":
      return renderFileInput(key, field);
  }
}

function renderTextInput(key: string, field: LineField | ParagraphField, value: string): InputElement {
  return {
    type: "plain_text_input",
    action_id: key,
    multiline: field.kind === "paragraph",
    max_length: field.maxLength,
    ...(field.placeholder ? { placeholder: plain(field.placeholder) } : {}),
    // Slack refuses the whole form for one initial value that is too long; remarksOn says that it is missing.
    ...(value && value.length <= field.maxLength ? { initial_value: value } : {}),
  };
}

function renderSelect(key: string, field: ChoiceField, value: string): InputElement {
  const chosen = field.choices.find((choice) => choice.value === (value || field.initial));
  return {
    type: "static_select",
    action_id: key,
    options: field.choices.map(renderOption),
    ...(chosen ? { initial_option: renderOption(chosen) } : {}),
  };
}

function renderCheckboxes(key: string, field: ChoicesField, values: readonly string[]): InputElement {
  const chosen = field.choices.filter((choice) => values.includes(choice.value)).map(renderOption);
  return {
    type: "checkboxes",
    action_id: key,
    options: field.choices.map(renderOption),
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
}

function renderSearch(key: string, field: SearchField, value: string): InputElement {
  const isOption = value !== "" && value.length <= blockLimits.optionValue;
  return {
    type: "external_select",
    action_id: key,
    min_query_length: 0,
    ...(field.placeholder ? { placeholder: plain(field.placeholder) } : {}),
    ...(isOption ? { initial_option: renderOption({ value, label: value }) } : {}),
  };
}

function renderFileInput(key: string, field: FileField): InputElement {
  const filetypes = field.extensions.map((extension) => extension.replace(/^\./, ""));
  return { type: "file_input", action_id: key, max_files: 1, filetypes };
}

/** What a field cannot show of its value, said below it. */
function remarksOn({ field, value }: PlacedField): string[] {
  if (isTextFile(value)) return [`Kept from before: ${cut(value.name, 100)}. Choose a file to replace it.`];
  if (!("maxLength" in field) || typeof value !== "string" || value.length <= field.maxLength) return [];
  return [`The text so far has ${value.length} characters and does not fit in here.`];
}

function renderOption({ value, label }: Choice): types.PlainTextOption {
  return { text: plain(cut(label, blockLimits.optionText)), value };
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === "string" ? value : "";
}
