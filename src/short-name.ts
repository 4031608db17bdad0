import { cutText, wholeStart } from "./cut-text.ts";

/**
 * A name on one line of at most `most` UTF-16 characters, "…" where something is missing: one that comes from Tavus may
 * be of any length, or empty.
 */
export function shortName(name: string, most: number): string {
  // White space may shrink; more than this is never shown.
  const line = wholeStart(name, most * 10)
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? "(no name)" : cutText(line, most);
}
