import { withoutQuotes } from "../../text/quotes.ts";
import type { CommandListing } from "../command.ts";
import { type ChoiceField, type Field, type Fields, type FormValues, isSecret } from "./field.ts";
import { isEarly } from "./form.ts";

/** What a text says, by field key; `leftover` is what no field takes, as it was typed. */
export type TextRead = { values: FormValues; leftover: string };

/**
 * What was typed behind a Slack command: first words that name a choice are that choice, the rest goes to the first field that takes
 * text. In quotes it is that text and nothing else, also where it is a word that the command knows; a form begins without them.
 */
export function readText(command: CommandListing, text: string): TextRead {
  const typed = text.trim().split(/\s+/).filter(Boolean);
  const { chosen, length } = choicesAtStart(command, typed);
  const words = typed.slice(length);
  const rest = length > 0 ? words.join(" ") : text.trim();
  const taker = takerOf(command);
  const isTaken = taker !== undefined && !isMistypedChoice(fieldsOf(command), words[0] ?? "");
  // A command may read words in its text, and must see that these are none.
  const said = command.form ? withoutQuotes(rest) : rest;
  return {
    values: { ...chosen, ...(isTaken && said && { [taker.key]: said }) },
    leftover: isTaken ? "" : rest,
  };
}

/**
 * How a choice is typed. Its word alone says the only choice that a command has, or the one that its form begins with; others carry
 * the option's name, `kind:personal`, for what follows may be a name that begins with such a word, “Personal Trainer”.
 */
export function typedAs(command: CommandListing, key: string, value: string): string {
  return isSaidAlone(command, key) ? value : `${key}:${value}`;
}

function isSaidAlone(command: CommandListing, key: string): boolean {
  return choiceFieldsOf(fieldsOf(command)).length === 1 || command.form?.fillsOn === key;
}

/** As many as stand at the beginning, each option once. */
function choicesAtStart(
  command: CommandListing,
  words: readonly string[],
): { chosen: FormValues; length: number } {
  const chosen: FormValues = {};
  let length = 0;
  for (;;) {
    const rest = words.slice(length);
    const next = [
      ...choiceFieldsOf(fieldsOf(command)).map(([key, field]) => ({
        key,
        ...choiceAtStart(field, { key, isAlone: isSaidAlone(command, key) }, rest),
      })),
      ...namedTexts(command).map((key) => ({ key, value: textAfter(key, rest[0] ?? ""), length: 1 })),
    ].find(({ key, value }) => value !== undefined && !Object.hasOwn(chosen, key));
    if (next?.value === undefined) return { chosen, length };
    chosen[next.key] = next.value;
    length += next.length;
  }
}

/** What can be said with a command before it runs, or before its form opens. */
export function fieldsOf({ form, options = {} }: CommandListing): Fields {
  return form?.fields ?? options;
}

/**
 * The field that text goes to: in a form a line, which people see before they send it. A secret is typed into the form
 * alone: the line behind a command is seen in passing and remembered by apps.
 */
export function takerOf(command: CommandListing): { key: string; field: Field } | undefined {
  const kinds: Field["kind"][] = command.form ? ["line"] : ["line", "search"];
  const found = Object.entries(fieldsOf(command)).find(
    ([, field]) => kinds.includes(field.kind) && !isSecret(field),
  );
  return found && { key: found[0], field: found[1] };
}

export function choiceFieldsOf(fields: Fields): [key: string, field: ChoiceField][] {
  return Object.entries(fields).flatMap(([key, field]): [string, ChoiceField][] =>
    field.kind === "choice" ? [[key, field]] : [],
  );
}

/** What is no choice and still an option of its own, such as a face: it has a word of its own, without spaces, behind its name. */
export function namedTexts(command: CommandListing): string[] {
  const taker = takerOf(command);
  return Object.entries(fieldsOf(command)).flatMap(([key, field]) =>
    field.kind === "search" && key !== taker?.key && (isEarly(field) || !command.form) ? [key] : [],
  );
}

function textAfter(key: string, word: string): string | undefined {
  const isNamed = word.toLowerCase().startsWith(`${key}:`);
  return (isNamed && word.slice(key.length + 1)) || undefined;
}

/** "in tavus only" is the choice `in-tavus-only`: nobody sees the hyphens of what a menu offers. */
function choiceAtStart(
  { choices }: ChoiceField,
  { key, isAlone }: { key: string; isAlone: boolean },
  words: readonly string[],
): { value?: string; length: number } {
  const typed = words.map((word) => word.toLowerCase());
  for (const { value, label } of choices) {
    if (typed[0] === `${key}:${value}` || (isAlone && typed[0] === value)) return { value, length: 1 };
    // The command that help is asked about, as it is called everywhere else.
    if (isAlone && label.startsWith("/") && label === `/${typed[0]?.replace(/^\//, "")}`)
      return { value, length: 1 };
    const parts = value.split("-");
    if (isAlone && parts.every((part, index) => typed[index] === part))
      return { value, length: parts.length };
  }
  return { length: 0 };
}

/**
 * `speed:quick` names an option and none of its choices, so it is no name that somebody is looked for by; “Speed: the racer” may be
 * one, or is to become one.
 */
function isMistypedChoice(fields: Fields, word: string): boolean {
  const [option = "", ...after] = word.toLowerCase().split(":");
  return after.join("") !== "" && choiceFieldsOf(fields).some(([key]) => key === option);
}
