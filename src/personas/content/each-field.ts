import type { ContentKey, PersonaContent } from "../../database/persona/content-columns.ts";
import { fields } from "../fields.ts";
import type { PersonaField, TextInput } from "./field.ts";
import type { InTavus } from "./in-tavus.ts";

export type Fields = typeof fields;
type KeysWith<Part> = { [Key in ContentKey]: Fields[Key] extends Part ? Key : never }[ContentKey];

/** What lies in Tavus: sent to it, and compared. */
export type SyncField = KeysWith<{ tavus: object }>;
/** What people type or choose. */
export type TypedKey = KeysWith<{ form: object }>;
/** What has a box for text. */
export type TextKey = KeysWith<{ form: { maxLength: number } }>;
export type EarlyTextKey = KeysWith<{ form: { maxLength: number; early: true } }>;
/** What is chosen. */
export type ChoiceKey = Exclude<TypedKey, TextKey>;
export type FormKey<Key extends TypedKey> = Fields[Key]["form"]["key"];

// In one type, so that a list of all of them can be gone through.
const byKey: { readonly [Key in ContentKey]: PersonaField<unknown> } = fields;

export const contentKeys: readonly ContentKey[] = Object.keys(fields).filter(isContentKey);
export const typedKeys: readonly TypedKey[] = contentKeys.filter(isTypedKey);
export const textKeys: readonly TextKey[] = typedKeys.filter(isTextKey);
export const earlyTextKeys: readonly EarlyTextKey[] = textKeys.filter(isEarlyTextKey);
export const syncFields: readonly SyncField[] = contentKeys.filter(isSyncField);

export function fieldOf(key: ContentKey): PersonaField<unknown> {
  return byKey[key];
}

/** The field's name in the middle of a sentence. */
export function calledIn(key: ContentKey): string {
  return byKey[key].called;
}

export function formKeyOf(key: TextKey): FormKey<TextKey> {
  return fields[key].form.key;
}

export function textInputOf(key: TextKey): TextInput {
  return fields[key].form;
}

/** Text that is compared, as people read it. */
export function wordsFor(field: SyncField, text: string): string {
  return byKey[field].words(placeOf(field).keep(text)) || "nothing";
}

export function placeOf(key: SyncField): InTavus<unknown> {
  return fields[key].tavus;
}

/** A persona's content, or that of some fields, with a value for each. */
export function contentOfEach(
  valueFor: (field: PersonaField<unknown>, key: ContentKey) => unknown,
): PersonaContent;
export function contentOfEach<Key extends ContentKey>(
  valueFor: (field: PersonaField<unknown>, key: Key) => unknown,
  keys: readonly Key[],
): Partial<PersonaContent>;
export function contentOfEach(
  valueFor: (field: PersonaField<unknown>, key: ContentKey) => unknown,
  keys = contentKeys,
): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  for (const key of keys) content[key] = valueFor(byKey[key], key);
  return content;
}

export function isSyncField(key: string): key is SyncField {
  return isContentKey(key) && byKey[key].tavus !== undefined;
}

function isContentKey(key: string): key is ContentKey {
  return Object.hasOwn(byKey, key);
}

function isTypedKey(key: ContentKey): key is TypedKey {
  return byKey[key].form !== undefined;
}

function isTextKey(key: TypedKey): key is TextKey {
  return fields[key].form.kind !== "choice";
}

function isEarlyTextKey(key: TextKey): key is EarlyTextKey {
  return textInputOf(key).early === true;
}
