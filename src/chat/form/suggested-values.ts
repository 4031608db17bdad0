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
  // All at once: what is suggested may wait for Tavus, and a form opens within three seconds or not at all.
  const read = await Promise.all(
    Object.entries(fieldsOf(command)).map(async ([key, field]): Promise<[string, string][]> => {
      const value = values[key];
      const fixed = fixedIn(field);
      if (typeof value !== "string" || !fixed) return [];
      const meant = await meantBy(command, { key, value, fixed }, context);
      return meant ? [[key, meant.value]] : [];
    }),
  );
  return { ...values, ...Object.fromEntries(read.flat()) };
}

async function meantBy<Services>(
  command: Command<Services>,
  { key, value, fixed }: { key: string; value: string; fixed: readonly Choice[] },
  context: Context<Services>,
): Promise<Choice | undefined> {
  const called = withoutQuotes(value);
  const choices = [...fixed, ...(await suggestedAs(command, { key, label: called }, context))];
  const meant = choices.find(({ label }) => label === called);
  return meant && !(await isSuggested(command, { key, value }, context)) ? meant : undefined;
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
  const found = await Promise.all(
    parts.map(async (part) => {
      const choices = (await command.suggest?.(key, part, context)) ?? [];
      return choices.filter((choice) => choice.label.startsWith(label));
    }),
  );
  return found.findLast((choices) => choices.length > 0) ?? [];
}

/** Undefined: nothing is suggested for it. */
function fixedIn(field: Field): readonly Choice[] | undefined {
  if (field.kind === "search") return field.fixed ?? [];
  return field.kind === "choice" ? field.choices : undefined;
}
