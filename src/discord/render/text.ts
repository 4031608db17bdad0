import { inUtc, type Time, withTimes } from "../../chat/time-mark.ts";
import { countCharacters, cutText, type TextUnit, wholeStart } from "../../cut-text.ts";
import { nothing } from "./embed-limits.ts";

/**
 * Plain text made safe for Discord's markdown: nothing in it formats, links, mentions or becomes an emoji. A backslash
 * before punctuation shows the punctuation alone. https://support.discord.com/hc/en-us/articles/210298617
 */
export function escapeMarkdown(text: string): string {
  const escaped = text
    .replaceAll("\0", "\uFFFD")
    .replace(/[\\`*~|[\]<]/g, "\\$&")
    // Inside a word one alone formats nothing, so that TAVUS_API_KEY is found and copied as it is typed.
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
    // Headings, small print, quotes and lists exist only where a line begins.
    .replace(/^([ \t]*)([#>+-])/gm, "$1\\$2")
    .replace(/^([ \t]*\d+)\./gm, "$1\\.")
    .replace(/:(?=\/\/|[\w+-]+:)/g, "\\:")
    .replace(/@(?=everyone|here)/g, "\\@");
  return withTimes(escaped, renderTime);
}

/** Each reader's own time: https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
function renderTime({ ms, style }: Time): string {
  return `<t:${Math.round(ms / 1000)}:${style === "soon" ? "R" : "f"}>`;
}

/** What stands on a button, a menu or one of its choices, where nothing is markdown. */
export function labelOf(text: string, most: number): string {
  return cutText(inUtc(text).trim() || nothing, most);
}

/** A value in a fixed-width font. A backtick would end it and no escape works inside, so its look-alike stands in. */
export function codeSpan(text: string): string {
  return `\`${inUtc(text).replaceAll("`", "ˋ").replace(/\s+/g, " ")}\``;
}

export function lengthIn(unit: TextUnit, text: string): number {
  return unit === "utf16" ? text.length : countCharacters(text);
}

/**
 * The text as `write` makes it, at most `most` characters (100 or more). What does not fit is not dropped in silence: a
 * sentence at the end says how much is missing.
 */
export function fitText(
  text: string,
  most: number,
  write: (text: string) => string,
  unit: TextUnit = "utf16",
): string {
  const whole = writeWhole(text, write);
  if (whole !== undefined && lengthIn(unit, whole) <= most) return whole;
  const characters = countCharacters(text);
  const shown = (kept: number) => {
    const start = wholeStart(text, kept);
    return `${write(start)}\n${missingSentence(characters - countCharacters(start))}`;
  };
  return longestFitting(text.length, (kept) => lengthIn(unit, shown(kept)) <= most, shown);
}

/** One line, escaped, with "…" in place of what does not fit. Cut before escaping, so that no backslash is left alone at the end. */
export function cutEscaped(line: string, most: number): string {
  const whole = writeWhole(line, escapeMarkdown);
  if (whole !== undefined && whole.length <= most) return whole;
  const shown = (kept: number) => escapeMarkdown(cutText(line, kept));
  return longestFitting(line.length, (kept) => shown(kept).length <= most, shown);
}

/** Longer than anything that fits, however it is written. What Tavus holds may be megabytes, and each way of writing them takes seconds. */
const longestWritten = 20_000;

function writeWhole(text: string, write: (text: string) => string): string | undefined {
  return text.length > longestWritten ? undefined : write(text);
}

/** Begins with few, so that of a long text hardly more is written than what is shown. */
const triedFirst = 1000;

/** What `shown` makes of as many as fit; `tooMany` do not. */
function longestFitting(
  tooMany: number,
  isFitting: (kept: number) => boolean,
  shown: (kept: number) => string,
): string {
  let fits = 0;
  let beyond = Math.min(triedFirst, tooMany);
  while (beyond < tooMany && isFitting(beyond)) [fits, beyond] = [beyond, Math.min(beyond * 2, tooMany)];
  while (beyond - fits > 1) {
    const middle = Math.floor((fits + beyond) / 2);
    if (isFitting(middle)) fits = middle;
    else beyond = middle;
  }
  return shown(fits);
}

function missingSentence(characters: number): string {
  return `… ${characters} more characters do not fit here.`;
}
