import type { PersonaRow, ReplicaRow, VoiceRow } from "./account.ts";
import { type Names, rename } from "./names.ts";

/** A persona as list and get return it. */
export function renderPersona(
  { id, document, createdAt, updatedAt }: PersonaRow,
  names: Names,
): Record<string, unknown> {
  const row = { persona_id: id, ...document, created_at: createdAt, updated_at: updatedAt ?? createdAt };
  return rename(row, names);
}

const dateFormats: readonly ((date: Date) => string)[] = [
  (date) => date.toISOString().replace("Z", "000Z"),
  (date) => date.toISOString(),
  (date) => date.toISOString().replace("Z", "000"),
  (date) => date.toISOString().replace("T", " ").replace("Z", "000"),
  (date) => date.toUTCString(),
];

/** The same in one vocabulary and one date format or another, always the same for one id. */
export function renderMixed(persona: PersonaRow): Record<string, unknown> {
  const lot = [...persona.id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const row = renderPersona(persona, lot % 2 === 0 ? "legacy" : "current");
  const format = dateFormats[lot % dateFormats.length];
  return { ...row, created_at: format?.(new Date(persona.createdAt)) };
}

/** What a patched row leaves of the document once the members Tavus adds are taken off again. */
export function readDocument(row: Record<string, unknown>): Record<string, unknown> {
  const {
    persona_id: _id,
    created_at: _createdAt,
    updated_at: _updatedAt,
    ...document
  } = rename(row, "legacy");
  return document;
}

/** The answer to create: it does not echo prompt or layers. */
export function renderCreated(
  { id, document, createdAt }: PersonaRow,
  names: Names,
): Record<string, unknown> {
  const mail = names === "current" && { conferencing_email: `${id}@meet.tavus.io` };
  const name = document.persona_name ?? "";
  return rename({ persona_id: id, persona_name: name, ...mail, created_at: createdAt }, names);
}

export type ReplicaView = { names: Names; isVerbose: boolean; facesAt: string };

/** The type comes with `verbose=true` only. */
export function renderReplica(
  replica: ReplicaRow,
  { names, isVerbose, facesAt }: ReplicaView,
): Record<string, unknown> {
  const row = {
    replica_id: replica.id,
    replica_name: replica.name,
    thumbnail_video_url: replica.stillUrl ?? `${facesAt}/${replica.id}/thumbnail.mp4`,
    training_progress: replica.progress ?? (replica.status === "started" ? "0/100" : "100/100"),
    status: replica.status,
    created_at: "2024-01-24T07:14:03.327Z",
    model_name: replica.model ?? "phoenix-4",
    ...(isVerbose && { replica_type: replica.type }),
  };
  return rename(row, names);
}

/** A single one as it is read: a list's row does not say why a training failed. */
export function renderReadReplica(replica: ReplicaRow, view: ReplicaView): Record<string, unknown> {
  const row = renderReplica(replica, view);
  return { ...row, updated_at: row.created_at, error_message: replica.error ?? null };
}

export function renderVoice(
  voice: Omit<VoiceRow, "id"> & { voiceId: string | null },
): Record<string, unknown> {
  const { voiceId, name, language, sampleUrl } = voice;
  return { voice_id: voiceId, voice_name: name, language, sample_url: sampleUrl };
}

/** Hides keys in layers as one live read-back showed it: the first few letters, eight characters in all. */
export function maskKeys(row: Record<string, unknown>): Record<string, unknown> {
  const mask = (member: string, value: unknown) =>
    member === "api_key" && typeof value === "string" ? `${value.substring(0, 4)}****` : value;
  return JSON.parse(JSON.stringify(row, mask));
}
