import type { ContentKey } from "../../database/persona/content-columns.ts";
import type { Pointer } from "../../tavus/pointer.ts";
import type { InTavus } from "./in-tavus.ts";

/** Everything there is to know of one field of a persona. */
export type PersonaField<Value> = {
  /** Above its box in a form, and beside its value. */
  label: string;
  /** The same in the middle of a sentence. */
  called: string;
  /** Undefined: nobody types it. */
  form: TextInput | ChoiceInput<Value> | undefined;
  /** What a new persona has where nothing is said. */
  initial: Value;
  /** The value as people read it; "" is not shown. */
  words(value: Value): string;
  /** How `/persona-show` shows it. */
  shown: ShownAs<Value> | undefined;
  /** How it stands in the file of a version that an edit did not replace. */
  inVersion: "title" | "line" | "section" | undefined;
  /** Values that are read together, such as those of a voice, stand under one label. */
  under?: string;
  isExported: boolean;
  /** Not kept of a persona that was deleted here. */
  isEmptied: boolean;
} & Origin<Value>;

/** A box for text: label and all, the field of a form is made of this. */
export type TextInput = {
  kind: "line" | "paragraph";
  /** The key in forms. Drafts hold it, and people type it where it is a command's option. */
  key: string;
  maxLength: number;
  required?: true;
  /** An option of the command where the form has no place: Discord's takes five fields, which are taken. */
  early?: true;
  hint?: string;
  placeholder?: string;
};

/** Something to choose. What is offered, and how, is the form's. */
export type ChoiceInput<Value> = {
  kind: "choice";
  key: string;
  /** `before`: what it is until now. */
  read(typed: Typed<Value>, before: Value): Value;
  write(value: Value): Typed<Value>;
};

/** What a form holds for a value. */
export type Typed<Value> = unknown extends Value
  ? unknown
  : Value extends readonly string[]
    ? string[]
    : string;

type ShownAs<Value> =
  | { as: "title" }
  | { as: "fact"; isCode?(value: Value): boolean }
  /** A text of more than `most` characters is shown as a file, or where it has none, cut. */
  | { as: "text"; most: number; file?: string };

/** Where an imported persona has its value from. */
type Origin<Value> =
  /** It lies in Tavus's document: sent, compared, and taken from there. */
  | { tavus: InTavus<Value>; readAt?: never; imported?: never; takenWith?: never }
  /** Text that Tavus may hold there besides. It is neither sent nor compared. */
  | { readAt: Pointer; tavus?: never; imported?: never; takenWith?: never }
  /** Tavus does not know it. `takenWith`: it follows when that field is taken from Tavus. */
  | { imported: Value; takenWith?: ContentKey; tavus?: never; readAt?: never };

export function plain(text: string): string {
  return text;
}

function same<Value>(value: Value): Value {
  return value;
}

/** The same, but a value that came from Tavus may be none of those that are offered, and stays unless one is chosen. */
export function openChoice<const Key extends string>(key: Key) {
  return { ...choice(key), read: (typed: string, before: string) => typed || before };
}

/** What is chosen is what is kept. */
export function choice<const Key extends string>(key: Key) {
  return { kind: "choice", key, read: same, write: same } as const;
}
