import { withoutQuotes } from "../../text/quotes.ts";
import type { Command, Context } from "../command.ts";
import type { Choice, Field, FormValues } from "./field.ts";
import { fieldsOf } from "./values-from-text.ts";

/** Stands between what something is called and the ID that tells it from its namesakes. */
const joint = " · ";
/** The ID is the last part, or the one before a word on what has it. What was typed may have thousands of parts. */
const partsAsked = 2;

/**
 * The values with what was suggested in place of what the suggestion is called. Discord's app sends the latter where somebody goes to
 * another channel before they send their command, and people copy it: https://github.com/discord/discord-api-docs/issues/7206
 */
export async function readSuggested<Services>(
  command: Command<Services>,
  values: FormValues,
  context: Context<Services>,
): Promise<FormValues> {
  const read = { ...values };
  for (const [key, field] of Object.entries(fieldsOf(command))) {
    const value = values[key];
    const fixed = fixedIn(field);
    if (typeof value !== "string" || !fixed) continue;
    const called = withoutQuotes(value);
    const choices = [...fixed, ...(await suggestedAs(command, { key, label: called }, context))];
    const meant = choices.find(({ label }) => label === called);
    if (meant && !(await isSuggested(command, { key, value }, context))) read[key] = meant.value;
  }
  return read;
}

/** A team may call something of its own as a suggestion is called. */
async function isSuggested<Services>(
  command: Command<Services>,
  { key, value: wanted }: { key: string; value: string },
  context: Context<Services>,
): Promise<boolean> {
  const choices = (await command.suggest?.(key, wanted, context)) ?? [];
  return choices.some(({ value }) => value === wanted);
}

/** What begins so of what could be suggested: of whatever it is called by, its ID finds it. */
export async function suggestedAs<Services>(
  command: Command<Services>,
  { key, label }: { key: string; label: string },
  context: Context<Services>,
): Promise<Choice[]> {
  const parts = label.includes(joint) ? label.split(joint).slice(-partsAsked) : [];
  for (const part of parts.toReversed()) {
    const choices = (await command.suggest?.(key, part, context)) ?? [];
    const found = choices.filter((choice) => choice.label.startsWith(label));
    if (found.length > 0) return found;
  }
  return [];
}

/** Undefined: nothing is suggested for it. */
function fixedIn(field: Field): readonly Choice[] | undefined {
  if (field.kind === "search") return field.fixed ?? [];
  return field.kind === "choice" ? field.choices : undefined;
}
