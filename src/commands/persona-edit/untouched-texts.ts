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
 * ends as browsers write them, its emoji by the names that Slack puts in their place.
 */
export function untouchedTexts(persona: PersonaDraft, values: Texts): Partial<Texts> {
  const untouched: Partial<Texts> = {};
  for (const key of textKeys) {
    const before = persona[key] ?? "";
    const { kind } = textInputOf(key);
    const given = asGivenBack(values[formKeyOf(key)]);
    const isUntouched = [before, ...(kind === "line" ? inOneLine(before) : [])]
      .map(asGivenBack)
      .includes(given);
    if (isUntouched && before !== "") untouched[formKeyOf(key)] = before;
  }
  return untouched;
}

function asGivenBack(text: string): string {
  return writeEmoji(text.replace(/\r\n?/g, "\n")).trim();
}

/** A box of one line takes line ends out, or puts a blank there. */
function inOneLine(text: string): string[] {
  return ["", " "].map((instead) => text.replace(/[\r\n]+/g, instead));
}
