import { hash } from "node:crypto";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { placeOf, type SyncField, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";

/** What is compared, as text. Empty: not there, or in our own case not sent. The prompt is without its record line. */
export type SyncContent = Record<SyncField, string>;

/** A JSON object of a short hash for each field, in the order of `syncFields`. */
export type Fingerprint = string;

/** 60 bits: two texts of one persona do not meet by chance. */
const hashLength = 10;

/** Most personas have no text for some field. */
const nothing = hashOfText("");

export function fingerprintOf(content: SyncContent): Fingerprint {
  return writeHashes((field) => hashOf(content[field]));
}

export function writeHashes(hashFor: (field: SyncField) => string): Fingerprint {
  return JSON.stringify(eachText(hashFor));
}

/** Whether a reading found what `base` says. A field that `base` does not know is one that Tavus had nothing for. */
export function isSameReading(base: Fingerprint | undefined, read: Fingerprint | undefined): boolean {
  if (base === read || base === undefined || read === undefined) return base === read;
  const before = readHashes(base);
  const now = readHashes(read);
  return syncFields.every((field) => (before[field] ?? nothing) === now[field]);
}

/** A field that was not known when it was written has none. */
export function readHashes(fingerprint: Fingerprint): { [field: string]: unknown } {
  return JSON.parse(fingerprint);
}

export function hashOf(text: string): string {
  return text === "" ? nothing : hashOfText(text);
}

function hashOfText(text: string): string {
  return hash("sha256", text, "base64url").slice(0, hashLength);
}

export function theirContent(persona: TavusPersona): SyncContent {
  return eachText((field) => {
    const place = placeOf(field);
    return place.read(persona.at(place.at));
  });
}

/** What we would send, in the same form. */
export function ourContent(persona: Sent): SyncContent {
  return eachText((field) => {
    const place = placeOf(field);
    return place.read(place.send(persona[field], persona));
  });
}

function eachText(textOf: (field: SyncField) => string): SyncContent;
function eachText(textOf: (field: SyncField) => string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const field of syncFields) texts[field] = textOf(field);
  return texts;
}
