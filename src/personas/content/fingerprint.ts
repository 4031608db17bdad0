import { hash } from "node:crypto";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { type Base, readAgreed, writeAgreed } from "./agreed.ts";
import type { Differing } from "./differing.ts";
import { placeOf, type SyncField, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";

/** What is compared, as text. Empty: not there, or in our own case not sent. The prompt is without its record line. */
export type SyncContent = Record<SyncField, string>;

/** 60 bits: two texts of one persona do not meet by chance. */
const hashLength = 10;

/** Most personas have no text for some field. */
const nothing = hashOfText("");

/** What Tavus holds, as the base of what is imported or taken from there: our side is the same. */
export function fingerprintOf(content: SyncContent, hash = hashOf): Base {
  return writeAgreed((field) => ({ theirs: hash(content[field]), ours: undefined }));
}

/**
 * Whether Tavus holds what `base` says, and of fields that differed what was seen of them then. A field that `base` does not
 * know is one that Tavus had nothing for.
 */
export function isSameReading(
  base: Base | undefined,
  read: Base,
  differing: readonly Differing[] = [],
): boolean {
  if (base === read && differing.length === 0) return true;
  if (base === undefined) return false;
  const before = readAgreed(base);
  const now = readAgreed(read);
  const seen = new Map(differing.map((one) => [one.field, one.seen]));
  return syncFields.every((field) => {
    if (seen.has(field)) return seen.get(field) === now(field).theirs;
    const { theirs, ours } = before(field);
    return (theirs ?? (ours === undefined ? nothing : undefined)) === now(field).theirs;
  });
}

/**
 * Our side of what both agreed on, noted where it is not known before an edit changes it. `base` where Tavus is behind
 * already stays: what was said when both agreed is not here any more.
 */
export function withOurSide(base: Base | undefined, persona: Sent, isBehind: boolean): Base | undefined {
  if (isBehind) return base;
  const agreedOn = readAgreed(base);
  const content = ourContent(persona);
  return writeAgreed((field) => {
    const { theirs, ours = hashOf(content[field]) } = agreedOn(field);
    return { theirs, ours };
  });
}

export function hashOf(text: string): string {
  return text === "" ? nothing : hashOfText(text);
}

function hashOfText(text: string): string {
  return hash("sha256", text, "base64url").substring(0, hashLength);
}

export function theirContent(persona: TavusPersona): SyncContent {
  return eachText((field) => {
    const place = placeOf(field);
    return place.read(persona.at(place.at));
  });
}

/** What is said here, in the same form. */
export function ourContent(persona: Sent): SyncContent {
  return eachText((field) => placeOf(field).say(persona[field], persona));
}

function eachText(textOf: (field: SyncField) => string): SyncContent;
function eachText(textOf: (field: SyncField) => string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const field of syncFields) texts[field] = textOf(field);
  return texts;
}
