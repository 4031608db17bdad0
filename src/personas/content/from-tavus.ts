import type { ContentKey, PersonaContent } from "../../database/persona/content-columns.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { fields } from "../fields.ts";
import { contentKeys, contentOfEach, fieldOf, placeOf, type SyncField, syncFields } from "./each-field.ts";
import type { SyncContent } from "./fingerprint.ts";
import { readText } from "./in-tavus.ts";
import { recordIn } from "./prompt.ts";

export function nameIn(persona: TavusPersona): string {
  const { at, read } = fields.name.tavus;
  return read(persona.at(at));
}

/** The id in the record line of its prompt; undefined: it has none. */
export function recordOf(persona: TavusPersona): string | undefined {
  const prompt = persona.at(fields.prompt.tavus.at);
  return typeof prompt === "string" && prompt.includes("[record per_") ? recordIn(prompt) : undefined;
}

/** What Tavus holds of these fields, as it is kept here, and what follows from that. */
export function contentFrom(theirs: SyncContent, taken: readonly SyncField[]): Partial<PersonaContent> {
  const leading = new Set<ContentKey | undefined>(taken);
  const following = contentKeys.filter((key) => leading.has(fieldOf(key).takenWith));
  return { ...keptFrom(theirs, taken), ...contentOfEach(({ imported }) => imported, following) };
}

/** What is the same in every persona that is imported, because Tavus does not know it. */
export const unknownInTavus = contentOfEach(
  ({ imported }) => imported,
  contentKeys.filter((key) => fieldOf(key).imported !== undefined),
);

/** What Tavus knows of one that is imported: `notes` are what `readNotes` gave. */
export function importedContent(
  theirs: SyncContent,
  notes: Partial<PersonaContent>,
): Partial<PersonaContent> {
  return { ...notes, ...keptFrom(theirs, syncFields) };
}

const noteKeys = contentKeys.filter((key) => fieldOf(key).readAt !== undefined);

/** Texts that Tavus holds besides what is compared. */
export function readNotes(persona: TavusPersona): Partial<PersonaContent> {
  return contentOfEach(({ readAt }) => readText(readAt && persona.at(readAt)), noteKeys);
}

function keptFrom(theirs: SyncContent, keys: readonly SyncField[]): Partial<PersonaContent> {
  return contentOfEach((_, key) => placeOf(key).keep(theirs[key]), keys);
}
