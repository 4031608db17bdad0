import type { CommandListing } from "../command.ts";
import { type ChoiceField, type Field, type Fields, type FormValues, isSecret } from "./field.ts";

/** What a text says, by field key; `leftover` is what no field takes, as it was typed. */
export type TextRead = { values: FormValues; leftover: string };

/**
 * What was typed behind a Slack command: first words that equal a choice are that choice, the rest goes to the first
 * field that takes text.
 */
export function readText(command: CommandListing, text: string): TextRead {
  const fields = fieldsOf(command);
  const words = text.trim().split(/\s+/).filter(Boolean);
  const chosen = choiceFieldsOf(fields)
    .map(([key, field]) => ({ key, ...choiceAtStart(field, words) }))
    .find(({ value }) => value !== undefined);
  const rest = chosen ? words.slice(chosen.length).join(" ") : text.trim();
  const taker = takerOf(command);
  const isTaken = taker !== undefined && !isMistypedChoice(fields, words[0] ?? "", chosen !== undefined);
  return {
    values: { ...(chosen && { [chosen.key]: chosen.value }), ...(isTaken && rest && { [taker.key]: rest }) },
    leftover: isTaken ? "" : rest,
  };
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

/** "in tavus only" is the choice `in-tavus-only`: nobody sees the hyphens of what a menu offers. */
function choiceAtStart(
  { choices }: ChoiceField,
  words: readonly string[],
): { value?: string; length: number } {
  const typed = words.map((word) => word.toLowerCase());
  for (const { value } of choices) {
    if (typed[0] === value) return { value, length: 1 };
    const parts = value.split("-");
    if (parts.every((part, index) => typed[index] === part)) return { value, length: parts.length };
  }
  return { length: 0 };
}

/** `speed:quick` names an option and none of its choices, so it is no name that somebody is looked for by. */
function isMistypedChoice(fields: Fields, word: string, isChosen: boolean): boolean {
  const [option, ...after] = word.toLowerCase().split(":");
  if (isChosen || after.length === 0) return false;
  return choiceFieldsOf(fields).some(([, { choices }]) =>
    choices.some(({ value }) => value.startsWith(`${option}:`)),
  );
}
