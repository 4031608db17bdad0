import type { FormValues } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { countCharacters, cutText } from "../../cut-text.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import {
  type FormKey,
  fieldOf,
  formKeyOf,
  type TextKey,
  textInputOf,
  textKeys,
} from "../../personas/content/each-field.ts";

type Texts = { [Key in FormKey<TextKey>]?: string };
type LongText = { key: TextKey; text: string; most: number; isRequired: boolean };

/** One that came from Tavus may hold more than its box takes: such a text is not shown, but a name is, cut. */
function longTexts(persona: PersonaDraft): LongText[] {
  return textKeys.flatMap((key) => {
    const text = persona[key] ?? "";
    const { maxLength: most, required: isRequired = false } = textInputOf(key);
    const isLong = countCharacters(text) > most || text.length > limits.text;
    return isLong ? [{ key, text, most, isRequired }] : [];
  });
}

/** What stands in the form in place of texts that are too long for it. */
export function shownTexts(persona: PersonaDraft): Texts {
  return textsOf(longTexts(persona), ({ text, most, isRequired }) =>
    isRequired ? cutText(text.replace(/\s+/g, " ").trim(), most) : "",
  );
}

/** Those that stay, because nothing was typed in their place. */
export function keptTexts(persona: PersonaDraft, values: Required<Texts>): Texts {
  const kept = longTexts(persona).filter(
    ({ key, isRequired }) => !isRequired && values[formKeyOf(key)].trim() === "",
  );
  return textsOf(kept, ({ text }) => text);
}

/** Says what will become of them, but for what was `chosen` in their place with the command. */
export function longTextNotices(persona: PersonaDraft, chosen: FormValues): string[] {
  const long = longTexts(persona).filter(({ key }) => chosen[formKeyOf(key)] === undefined);
  const kept = long.filter(({ key, isRequired }) => !isRequired && !(key === "prompt" && chosen.prompt_file));
  const cut = long.filter(({ isRequired }) => isRequired);
  return [...keptNotices(kept), ...cut.map(cutNotice)];
}

/** One sentence for all: Discord may have room for a hundred characters. */
function keptNotices(kept: readonly LongText[]): string[] {
  const names = kept.map(({ key, text }) => `${fieldOf(key).called} (${countCharacters(text)} characters)`);
  if (names.length === 0) return [];
  return names.length === 1
    ? [`Its ${names.join()} is kept unless you type a new one.`]
    : [`Kept unless you type new ones: ${names.join(", ")}.`];
}

function cutNotice({ key, text, most }: LongText): string {
  return `Its ${fieldOf(key).called} has ${countCharacters(text)} characters; saved, it has ${most}.`;
}

function textsOf(long: readonly LongText[], textFor: (long: LongText) => string): Texts {
  const texts: Texts = {};
  for (const each of long) texts[formKeyOf(each.key)] = textFor(each);
  return texts;
}
