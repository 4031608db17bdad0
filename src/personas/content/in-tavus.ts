import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { PersonaBody } from "../../tavus/persona-body.ts";
import { type Pointer, pointerTo } from "../../tavus/pointer.ts";
import { haveSameWords } from "./alike.ts";

/** What is sent may be made of several fields. */
export type Sent = PersonaContent & { id: string };

/** How a field lies in Tavus's document: sent, compared and taken over. Compared is text; "" stands for nothing. */
export type InTavus<Value> = {
  at: Pointer;
  /** What Tavus must be told with it. */
  along(persona: Sent): PersonaBody;
  /** What was told along with others, and is taken away where this is sent: Tavus chooses it to this. */
  clears: PersonaBody;
  /** Members that mean something only together with it. */
  group?: Group;
  /** Undefined: nothing is sent, and what Tavus holds stays. */
  send(value: Value, persona: Sent): unknown;
  /** What is said here, in the form that is compared. */
  say(value: Value, persona: Sent): string;
  /** What Tavus holds in that form; a kind of value we do not know counts as nothing. */
  read(held: unknown): string;
  /** What Tavus holds as it is kept here. */
  keep(text: string): Value;
  /** It is said that there be none, so what Tavus holds is taken away. */
  isToGo(value: Value): boolean;
  /** Tavus may have made its text of ours: it is not told apart from a change where nothing was read since ours was sent. */
  isAlike(theirs: string, ours: string): boolean;
  /** The same where somebody may have changed it, and ours may have been sent: nobody else would have written that. */
  isMadeOf(theirs: string, ours: string): boolean;
};

/** Members of Tavus's document of which one cannot be changed without the others. */
export type Group = {
  at: Pointer;
  /** What is replaced with it: taken away, unless something of ours takes its place. */
  members: readonly string[];
  /** What of it is somebody else's and would not go with this value, in words; undefined: the value can be set. */
  isForeignTo(held: unknown, value: unknown, persona: Sent): string | undefined;
  /** Whether the value means nothing without members that only Tavus knows. */
  isBoundTo(value: unknown): boolean;
};

type Rules<Value> = Partial<Omit<InTavus<Value>, "at">>;

/** Where nothing is said here, Tavus's own stays. */
export function textAt(at: string, rules: Rules<string> = {}): InTavus<string> {
  const { send = (text: string) => text || undefined, read = readText } = rules;
  return {
    at: pointerTo(at),
    along: () => [],
    clears: [],
    send,
    say: (text, persona) => read(send(text, persona)),
    read,
    keep: (text) => text,
    isToGo: () => false,
    isAlike: isUntold,
    isMadeOf: rules.isAlike ?? haveSameWords,
    ...rules,
  };
}

/** Undefined: nobody has said anything here, and Tavus's own stays. Empty: it is said that there be none. */
export function optionalTextAt(at: string): InTavus<string | undefined> {
  return {
    at: pointerTo(at),
    along: () => [],
    clears: [],
    send: (text) => text || undefined,
    say: (text) => text ?? "",
    read: readText,
    keep: (text) => text || undefined,
    isToGo: (text) => text === "",
    isAlike: isUntold,
    isMadeOf: haveSameWords,
  };
}

/** Half of a pair, as people may type one, is not stored as it is. */
export function readText(held: unknown): string {
  return typeof held === "string" ? held.toWellFormed() : "";
}

/** Not sent, or not told: Tavus's own choice. */
function isUntold(theirs: string, ours: string): boolean {
  return theirs === "" || ours === "" || haveSameWords(theirs, ours);
}
