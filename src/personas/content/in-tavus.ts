import { isDeepStrictEqual } from "node:util";
import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { PersonaBody } from "../../tavus/persona-body.ts";
import { type Pointer, pointerTo } from "../../tavus/pointer.ts";

/** What is sent may be made of several fields. */
export type Sent = PersonaContent & { id: string };

/** How a field lies in Tavus's document: sent, compared and taken over. Compared is text; "" stands for nothing. */
export type InTavus<Value> = {
  at: Pointer;
  /** What Tavus must be told with it. */
  along: PersonaBody;
  /** Undefined: nothing is sent, and what Tavus holds stays. */
  send(value: Value, persona: Sent): unknown;
  /** What Tavus holds, and what we send, in the form that is compared; a kind of value we do not know counts as nothing. */
  read(held: unknown): string;
  /** What Tavus holds as it is kept here. */
  keep(text: string): Value;
  /** Nothing is sent any more, and what Tavus holds can only be ours: it is taken away. */
  isToGo(value: Value, held: unknown): boolean;
  /** At the first reading after our own write: Tavus's text is what it made of ours. */
  isAlike(theirs: string, ours: string): boolean;
  /** Where we send nothing it is Tavus's own and not compared, whatever becomes of it. */
  isOursAlone: boolean;
};

type Rules<Value> = Partial<Omit<InTavus<Value>, "at">>;

/** Where nothing is said here, Tavus's own stays. */
export function textAt(at: string, rules: Rules<string> = {}): InTavus<string> {
  return {
    at: pointerTo(at),
    along: [],
    send: (text) => text || undefined,
    read: readText,
    keep: (text) => text,
    isToGo: () => false,
    isAlike: isUntold,
    isOursAlone: false,
    ...rules,
  };
}

/** Undefined: nobody has said anything here, and Tavus's own stays. Empty: it is said that there be none. */
export function optionalTextAt(at: string): InTavus<string | undefined> {
  return {
    ...textAt(at),
    send: (text) => text || undefined,
    keep: (text) => text || undefined,
    isToGo: (text, held) => text === "" && readText(held) !== "",
  };
}

/** Our words for a few of the values Tavus takes; for `otherwise`, and whatever else there is, we have none. */
export function wordAt<Value>(
  at: string,
  words: { [word: string]: Value },
  rules: { isKnown(held: unknown): boolean; otherwise: string; along: PersonaBody },
): InTavus<string> {
  const read = (held: unknown) => (rules.isKnown(held) ? JSON.stringify(held) : "");
  return {
    ...textAt(at),
    along: rules.along,
    send: (word) => words[word],
    read,
    keep: (text) => Object.keys(words).find((word) => read(words[word]) === text) ?? rules.otherwise,
    isToGo: (word, held) =>
      words[word] === undefined && Object.values(words).some((known) => isDeepStrictEqual(known, held)),
    isOursAlone: true,
  };
}

/** PostgreSQL stores neither a zero character nor half of a pair. */
export function readText(held: unknown): string {
  return typeof held === "string" ? held.replaceAll("\u0000", "").toWellFormed() : "";
}

export function isNumber(held: unknown): boolean {
  return typeof held === "number";
}

export function isTexts(held: unknown): boolean {
  return Array.isArray(held) && held.every((item) => typeof item === "string");
}

/** Not sent, or not told: Tavus's own choice. */
function isUntold(theirs: string, ours: string): boolean {
  return theirs === "" || ours === "";
}

/** Tavus is known to strip punctuation from names. */
export function haveSameLetters(theirs: string, ours: string): boolean {
  return lettersOf(theirs) === lettersOf(ours);
}

export function haveSameWords(theirs: string, ours: string): boolean {
  return wordsOf(theirs) === wordsOf(ours);
}

function lettersOf(name: string): string {
  return name.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
}

function wordsOf(prompt: string): string {
  return prompt.normalize("NFC").replace(/\s+/g, " ").trim();
}
