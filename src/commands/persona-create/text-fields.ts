import type { LineField, ParagraphField } from "../../chat/form/field.ts";
import {
  type EarlyTextKey,
  earlyTextKeys,
  type FormKey,
  fieldOf,
  type TextKey,
  textInputOf,
  textKeys,
} from "../../personas/content/each-field.ts";

type TextField = LineField | ParagraphField;
type TextFields<Key extends TextKey> = { [Each in Key as FormKey<Each>]: TextField };

/** A box for each field of a persona that is text. */
export const textFields: TextFields<TextKey> = makeFields(textKeys);
/** Those of them that are options where a command has such. */
export const earlyTextFields: TextFields<EarlyTextKey> = makeFields(earlyTextKeys);

function makeFields<Key extends TextKey>(keys: readonly Key[]): TextFields<Key>;
function makeFields(keys: readonly TextKey[]): { [key: string]: TextField } {
  return Object.fromEntries(keys.map(makeField));
}

function makeField(fieldKey: TextKey): [key: string, TextField] {
  const { key, ...input } = textInputOf(fieldKey);
  return [key, { label: fieldOf(fieldKey).label, ...input }];
}
