import { fold } from "../../text/fold.ts";
import { withoutQuotes } from "../../text/quotes.ts";
import type { Command, Context } from "../command.ts";
import { limits } from "../limits.ts";
import type { Choice, Field, FormValues } from "./field.ts";
import { fieldsOf } from "./values-from-text.ts";

/** Stands between what something is called and the ID that tells it from its namesakes. */
const joint = " · ";
/** The ID is the last part, or the one before a word on what has it. What was typed may have thousands of parts. */
const partsAsked = 2;

/**
 * The values with what was suggested in place of what the suggestion is called. Discord's app sends the latter where somebody goes to
 * another channel before they send their command, and people copy it: https://github.com/discord/discord-api-docs/issues/7206
 * Whoever sends it before they have chosen leaves there what they typed, such as a name.
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
      const byName = field.kind === "search" && field.byName === true;
      const meant = await meantBy(command, { key, value, fixed, byName }, context);
      return meant ? [[key, meant.value]] : [];
    }),
  );
  return { ...values, ...Object.fromEntries(read.flat()) };
}

async function meantBy<Services>(
  command: Command<Services>,
  { key, value, fixed, byName }: { key: string; value: string; fixed: readonly Choice[]; byName: boolean },
  context: Context<Services>,
): Promise<Choice | undefined> {
  const called = withoutQuotes(value);
  const choices = [...fixed, ...(await suggestedAs(command, { key, label: called }, context))];
  const meant =
    choices.find(({ label }) => label === called) ??
    (byName ? await namedSo(command, { key, name: called }, context) : undefined);
  return meant && !(await isSuggested(command, { key, value }, context)) ? meant : undefined;
}

/** Hex digits alone behind a letter are an ID: nothing need be asked about it. */
const idPattern = /^[a-z]?[0-9a-f-]{8,}$/i;

/** The only one of this name; undefined where there are several, or may be more than were listed. */
async function namedSo<Services>(
  command: Command<Services>,
  { key, name }: { key: string; name: string },
  context: Context<Services>,
): Promise<Choice | undefined> {
  if (name === "" || idPattern.test(name)) return undefined;
  const listed = (await command.suggest?.(key, name, context)) ?? [];
  const wanted = fold(name);
  const same = listed.filter(({ label }) => {
    const [called = "", ...id] = label.split(joint);
    return id.length > 0 && isCalled(fold(called), wanted);
  });
  return same.length === 1 && listed.length < limits.options ? same[0] : undefined;
}

/** A long name is cut where it is suggested, and what is suggested holds all that was looked for. */
function isCalled(called: string, wanted: string): boolean {
  const cut = fold("…");
  const isCut = called.endsWith(cut) && wanted.startsWith(called.substring(0, called.length - cut.length));
  return called === wanted || isCut;
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
