import type { types } from "@slack/bolt";
import {
  type Choice,
  type Field,
  type FieldValue,
  type FileField,
  isSecret,
  isTextFile,
  type LineField,
  listOf,
  type ParagraphField,
  type PickField,
  textOf,
} from "../../chat/form/field.ts";
import { offeredChoices } from "../../chat/form/pick-choices.ts";
import { countCharacters } from "../../cut-text.ts";
import { shortName } from "../../short-name.ts";
import { blockLimits } from "./block-limits.ts";
import {
  renderChannelSelect,
  renderCheckboxes,
  renderPeopleSelect,
  renderPick,
  renderPlaceholder,
  renderSearch,
  renderSelect,
} from "./render-selects.ts";
import { plain } from "./text.ts";

/** One field as it shall stand in a form. */
export type PlacedField = {
  key: string;
  field: Field;
  blockId: string;
  value: FieldValue | undefined;
  /** What a `pick` field offers, and by what a value in a `search` field is called. */
  choices?: readonly Choice[] | undefined;
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

function renderElement({ key, field, value, choices = [] }: PlacedField): InputElement {
  switch (field.kind) {
    case "line":
    case "paragraph":
      return renderTextInput(key, field, textOf(value));
    case "choice":
      return renderSelect(key, field, { more: choices, value: textOf(value) });
    case "choices":
      return renderCheckboxes(key, field, listOf(value));
    case "search":
      return renderSearch(key, field, { choices, value: textOf(value) });
    case "pick":
      return renderPickOrText(key, field, { choices, value: textOf(value) });
    case "channel":
      return renderChannelSelect(key, field, textOf(value));
    case "people":
      return renderPeopleSelect(key, field, listOf(value));
    case "file":
      return renderFileInput(key, field);
  }
}

function renderPickOrText(
  key: string,
  field: PickField,
  { choices, value }: { choices: readonly Choice[]; value: string },
): InputElement {
  const offered = offeredChoices(choices, value);
  return offered ? renderPick(key, field, { choices: offered, value }) : renderTextInput(key, field, value);
}

function renderTextInput(
  key: string,
  field: LineField | ParagraphField | PickField,
  value: string,
): InputElement {
  const isShown = value !== "" && fits(field, value) && !isSecret(field);
  return {
    type: "plain_text_input",
    action_id: key,
    multiline: field.kind === "paragraph",
    max_length: isShown ? Math.max(field.maxLength, value.length) : field.maxLength,
    ...renderPlaceholder(field),
    ...(isShown ? { initial_value: value } : {}),
  };
}

function renderFileInput(key: string, field: FileField): InputElement {
  const filetypes = field.extensions.map((extension) => extension.replace(/^\./, ""));
  return { type: "file_input", action_id: key, max_files: 1, filetypes };
}

/** What a field cannot show of its value, said below it. */
function remarksOn({ field, value }: PlacedField): string[] {
  if (isSecret(field)) return [];
  if (isTextFile(value))
    return [`Kept from before: ${shortName(value.name, 100)}. Choose a file to replace it.`];
  if (!("maxLength" in field) || typeof value !== "string" || fits(field, value)) return [];
  return [`The text so far has ${countCharacters(value)} characters and does not fit in here.`];
}

/**
 * Slack counts UTF-16 units and refuses the whole form for one value that is longer than its field, so a field is as wide
 * as what stands in it.
 */
function fits({ maxLength }: { maxLength: number }, value: string): boolean {
  return countCharacters(value) <= maxLength && value.length <= blockLimits.inputText;
}
