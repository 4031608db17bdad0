import { foldBeginning } from "../../text/fold.ts";
import { type ContentRow, type PersonaContent, writeContent } from "./content-columns.ts";

/** A name as it is found: folded, and no more than its beginning. What is looked for is folded the same way. */
export function foldName(name: string): string {
  return foldBeginning(name);
}

/** Content as it lies in the row, with its name as it is found, if it has one. */
export function writeFound(content: PersonaContent): ContentRow & { name_folded: string };
export function writeFound(content: Partial<PersonaContent>): Partial<ContentRow> & { name_folded?: string };
export function writeFound(content: Partial<PersonaContent>): object {
  const { name } = content;
  return { ...writeContent(content), ...(name === undefined ? {} : { name_folded: foldName(name) }) };
}
