import { cutText, wholeStart } from "./cut-text.ts";
import { isBlank, isolated, withoutInvisible } from "./text/visible.ts";

/** The two characters that `isolated` adds. */
const marksOfIsolate = 2;

/**
 * A name as it is shown in a line of ours, in at most `most` UTF-16 characters, "…" where something is missing: one that
 * comes from Tavus may be of any length, empty, or hold what shows nothing or turns the line around.
 */
export function shortName(name: string, most: number): string {
  // White space may shrink; more than this is never shown.
  const line = withoutInvisible(wholeStart(name, most * 10).replace(/\s+/g, " ")).trim();
  if (isBlank(line)) return "(no name)";
  const short = cutText(line, most);
  return isolated(short) === short ? short : isolated(cutText(line, most - marksOfIsolate));
}

/** Every name typed here fits; one that comes from Tavus may not. */
const longestInQuotes = 100;

/** A name inside a sentence of ours. */
export function nameInQuotes(name: string, most = longestInQuotes): string {
  return `“${shortName(name, most)}”`;
}

/**
 * Whatever else others wrote, inside a sentence of ours: what was typed, what Tavus says. It neither turns the rest of the sentence
 * around nor begins a line of its own; of one in which nothing can be seen nobody reads that it had no name.
 */
export function inQuotes(text: string, most = longestInQuotes): string {
  return isBlank(text) ? "“(nothing)”" : nameInQuotes(text, most);
}
