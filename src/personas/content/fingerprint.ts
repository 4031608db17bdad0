import { hash } from "node:crypto";
import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { type SyncField, syncFields } from "../sync/sync-verbs.ts";
import { composePrompt, type Prompted, withoutRecordLine } from "./prompt.ts";
import { emotions, speeds } from "./tavus-body.ts";

/** What is compared, as text. Empty: not there, or in our own case not sent. The prompt is without its record line. */
export type SyncContent = Record<SyncField, string>;

/** A JSON object of a short hash for each field, in the order of `syncFields`. */
export type Fingerprint = string;

/** 60 bits: two texts of one persona do not meet by chance. */
const hashLength = 10;

export function fingerprintOf(content: SyncContent): Fingerprint {
  return writeHashes((field) => hashOf(content[field]));
}

export function writeHashes(hashFor: (field: SyncField) => string): Fingerprint {
  return JSON.stringify(Object.fromEntries(syncFields.map((field) => [field, hashFor(field)])));
}

/** A field that was not known when it was written has none. */
export function readHashes(fingerprint: Fingerprint): { [field: string]: unknown } {
  return JSON.parse(fingerprint);
}

export function hashOf(text: string): string {
  return hash("sha256", text, "base64url").slice(0, hashLength);
}

export function theirContent(persona: TavusPersona): SyncContent {
  return {
    name: storable(persona.name),
    prompt: withoutRecordLine(storable(persona.systemPrompt)),
    replicaId: storable(persona.replicaId ?? ""),
    model: storable(persona.model ?? ""),
    voiceSpeed: textOf(persona.tts?.speed),
    voiceEmotion: textOf(persona.tts?.emotion),
  };
}

/** What we would send, in the same form. */
export function ourContent(persona: Prompted & PersonaContent): SyncContent {
  return {
    name: persona.name,
    prompt: withoutRecordLine(composePrompt(persona)),
    replicaId: persona.replicaId ?? "",
    model: persona.model,
    voiceSpeed: textOf(speeds[persona.voiceSpeed]),
    voiceEmotion: textOf(emotions[persona.voiceEmotion]),
  };
}

/** What Tavus holds of one field, as it is kept here; a voice that we have no word for is left as it is. */
export function contentFrom(theirs: SyncContent, field: SyncField): Partial<PersonaContent> {
  switch (field) {
    case "name":
      return { name: theirs.name };
    case "prompt":
      return { prompt: theirs.prompt, promptIsWhole: true };
    case "replicaId":
      return { replicaId: theirs.replicaId || undefined };
    case "model":
      return { model: theirs.model };
    case "voiceSpeed":
      return { voiceSpeed: wordFor(speeds, theirs.voiceSpeed) ?? "normal" };
    case "voiceEmotion":
      return { voiceEmotion: wordFor(emotions, theirs.voiceEmotion) ?? "none" };
  }
}

function wordFor(words: object, text: string): string | undefined {
  return Object.entries(words).find(([, value]) => textOf(value) === text)?.[0];
}

/** PostgreSQL stores neither a zero character nor half of a pair. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function textOf(value: number | string[] | undefined): string {
  return value === undefined ? "" : JSON.stringify(value);
}
