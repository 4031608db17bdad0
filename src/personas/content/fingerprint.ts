import { hash } from "node:crypto";
import type { PersonaRow } from "../../database/tables.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { type SyncField, syncFields } from "../sync/sync-verbs.ts";
import { composePrompt, withoutRecordLine } from "./prompt.ts";
import { emotions, speeds } from "./tavus-body.ts";

/** What is compared, as text. Empty: not there, or in our own case not sent. The prompt is without its record line. */
export type SyncContent = Record<SyncField, string>;

/** A short hash of each field in the order of `syncFields`, one after the other. */
export type Fingerprint = string;

/** 60 bits: two texts of one persona do not meet by chance. */
const hashLength = 10;

export function fingerprintOf(content: SyncContent): Fingerprint {
  return syncFields.map((field) => hashOf(content[field])).join("");
}

export function hashOf(text: string): string {
  return hash("sha256", text, "base64url").slice(0, hashLength);
}

export function fieldHash(fingerprint: Fingerprint, field: SyncField): string {
  const start = syncFields.indexOf(field) * hashLength;
  return fingerprint.slice(start, start + hashLength);
}

export function theirContent(persona: TavusPersona): SyncContent {
  return {
    name: storable(persona.name),
    prompt: withoutRecordLine(storable(persona.systemPrompt)),
    replica: storable(persona.replicaId ?? ""),
    model: storable(persona.model ?? ""),
    voiceSpeed: textOf(persona.tts?.speed),
    voiceEmotion: textOf(persona.tts?.emotion),
  };
}

/** What we would send, in the same form. */
export function ourContent(row: PersonaRow): SyncContent {
  return {
    name: row.name,
    prompt: withoutRecordLine(composePrompt(row)),
    replica: row.replica_id ?? "",
    model: row.model,
    voiceSpeed: textOf(speeds[row.voice_speed]),
    voiceEmotion: textOf(emotions[row.voice_emotion]),
  };
}

/** Our word for a voice that Tavus returned; for one we have no word for, the one that leaves it as it is. */
export function voiceWords(content: SyncContent): { voice_speed: string; voice_emotion: string } {
  const wordFor = (words: object, text: string) =>
    Object.entries(words).find(([, value]) => textOf(value) === text)?.[0];
  return {
    voice_speed: wordFor(speeds, content.voiceSpeed) ?? "normal",
    voice_emotion: wordFor(emotions, content.voiceEmotion) ?? "none",
  };
}

/** PostgreSQL stores neither a zero character nor half of a pair. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function textOf(value: number | string[] | undefined): string {
  return value === undefined ? "" : JSON.stringify(value);
}
