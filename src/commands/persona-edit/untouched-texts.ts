import type { PersonaDraft } from "../../personas/content/draft.ts";
import {
  type FormKey,
  formKeyOf,
  type TextKey,
  textInputOf,
  textKeys,
} from "../../personas/content/each-field.ts";
import { writeEmoji } from "../../text/emoji.ts";

type Texts = { [Key in FormKey<TextKey>]: string };

/**
 * The texts that stand as they were where what a box gave back is what nobody has touched: without the white space around it, its line
 * ends as browsers write them, its emoji by the names that Slack puts in their place. An emoji in the place of a stored name was typed,
 * or is one that Slack had handed over by its name before.
 */
export function untouchedTexts(persona: PersonaDraft, values: Texts): Partial<Texts> {
  const untouched: Partial<Texts> = {};
  for (const key of textKeys) {
    const before = persona[key] ?? "";
    const { kind } = textInputOf(key);
    const given = plain(values[formKeyOf(key)]);
    const isUntouched = [before, ...(kind === "line" ? inOneLine(before) : [])]
      .map(plain)
      .some((text) => text === given || text === plain(writeEmoji(given)));
    if (isUntouched && before !== "") untouched[formKeyOf(key)] = before;
  }
  return untouched;
}

/** Slack's names say nothing of the mark that an emoji is shown in colours. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\ufe0f", "").trim();
}

/** A box of one line takes line ends out, or puts a blank there. */
function inOneLine(text: string): string[] {
  return ["", " "].map((instead) => text.replace(/[\r\n]+/g, instead));
}
