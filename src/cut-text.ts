/** Made once, and only when there is something to cut: it takes milliseconds. The locale changes nothing about graphemes. */
let graphemes: Intl.Segmenter | undefined;

/**
 * What a limit counts. Slack and discord.js count UTF-16 units, as JavaScript does; Discord itself counts code points,
 * of which there are never more.
 */
export type TextUnit = "utf16" | "codePoints";

/**
 * The text, or as much of it as `most` allows with "…" in place of the rest. What a reader sees as one character (a
 * flag, a family, a letter with its accents) is kept whole or left out.
 */
export function cutText(text: string, most: number, unit: TextUnit = "utf16"): string {
  if (text.length <= most || indexAfter(text, most, unit) >= text.length) return text;
  return most < 1 ? "" : `${text.substring(0, wholeEnd(text, indexAfter(text, most - 1, unit)))}…`;
}

/** How long a text is to Discord, and to whoever reads it: in code points, of which there are never more than UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The beginning of a text, at most `most` UTF-16 units and without a part of a character at its end. */
export function wholeStart(text: string, most: number): string {
  return text.substring(0, wholeEnd(text, most));
}

/** Where the first `count` units of the text end, as an index of JavaScript's. */
function indexAfter(text: string, count: number, unit: TextUnit): number {
  if (unit === "utf16") return count;
  let index = 0;
  let counted = 0;
  for (const codePoint of text) {
    if (counted >= count) break;
    counted += 1;
    index += codePoint.length;
  }
  return index;
}

/** The last index up to `end` that parts no grapheme; where the first alone is longer than that, no code point. */
function wholeEnd(text: string, end: number): number {
  if (end <= 0) return 0;
  if (end >= text.length || partsNothing.test(text.slice(end - 1, end + 1))) return end;
  // A boundary depends on what stands before it and on the one code point behind it, so a long rest is not read.
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const start = graphemes.segment(text.substring(0, end + 2)).containing(end)?.index ?? 0;
  if (start > 0) return start;
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end;
}

/** Printable ASCII next to printable ASCII is never one grapheme. */
const partsNothing = /^[ -~]{2}$/;
