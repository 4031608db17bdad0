import { wholeStart } from "../../cut-text.ts";
import { fold } from "../../text/fold.ts";
import { type ContentRow, type PersonaContent, writeContent } from "./content-columns.ts";

/** Names that come from Tavus may be of any length. They are found by so much of their beginning. */
const longestFolded = 200;

/** A name as it is found: folded, and no more than its beginning. What is looked for is folded the same way. */
export function foldName(name: string): string {
  return wholeStart(fold(wholeStart(name, longestFolded * 5)), longestFolded).trim();
}

/** Content as it lies in the row, with its name as it is found, if it has one. */
export function writeFound(content: PersonaContent): ContentRow & { name_folded: string };
export function writeFound(content: Partial<PersonaContent>): Partial<ContentRow> & { name_folded?: string };
export function writeFound(content: Partial<PersonaContent>): object {
  const { name } = content;
  return { ...writeContent(content), ...(name === undefined ? {} : { name_folded: foldName(name) }) };
}
