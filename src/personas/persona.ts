import type { PersonaRow } from "../database/tables.ts";
import { type Cause, isCause } from "../warnings/causes.ts";
import { type SyncField, syncFields } from "./sync/sync-verbs.ts";

/** What a person types about a persona, read and checked. */
export type PersonaDraft = {
  kind: string;
  template: string;
  name: string;
  description: string;
  traits: readonly string[];
  prompt: string;
  context: string;
  /** Undefined: Tavus's own default. */
  replicaId: string | undefined;
  model: string;
  voiceSpeed: VoiceSpeed;
  voiceEmotion: VoiceEmotion;
};

export const voiceSpeeds = ["slower", "normal", "faster"] as const;
export type VoiceSpeed = (typeof voiceSpeeds)[number];

export const voiceEmotions = ["none", "positive", "curious"] as const;
export type VoiceEmotion = (typeof voiceEmotions)[number];

/** Tavus's recommended hosted model in autumn 2026: https://docs.tavus.io/sections/conversational-video-interface/pal/llm */
export const defaultModel = "tavus-glm-4.7";

/** The local record with the state of its link, as commands see it. */
export type Persona = {
  tenantId: string;
  id: string;
  formId: string | undefined;
  name: string;
  kind: string;
  template: string;
  description: string;
  traits: readonly string[];
  prompt: string;
  context: string;
  replicaId: string | undefined;
  model: string;
  voiceSpeed: string;
  voiceEmotion: string;
  link: PersonaRow["link"];
  tavusPersonaId: string | undefined;
  /** Tavus holds an older version; the queue will bring this one. */
  isBehind: boolean;
  /** Why it is not linked, or not in step. */
  failure: { cause: Cause; words: string | undefined; incident: string | undefined } | undefined;
  /** Unix ms; undefined: nothing is planned. */
  nextAttemptMs: number | undefined;
  /** Whether it was made is not known, so Tavus is searched first. */
  mustLook: boolean;
  /** An earlier attempt under another key may have left one in that account. */
  leftBehind: boolean;
  /** What the last sync saw changed in Tavus and not here. */
  differs: readonly SyncField[];
  /** Found in Tavus by a sync, not typed here. */
  isImported: boolean;
  /** Raised by every edit here. */
  revision: number;
  /** UTC ISO-8601. */
  createdAt: string;
  createdBy: string;
  channelId: string | undefined;
};

export function personaFromRow(row: PersonaRow): Persona {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    formId: row.form_id ?? undefined,
    name: row.name,
    kind: row.kind,
    template: row.template,
    description: row.description,
    traits: traitsOf(row),
    prompt: row.prompt,
    context: row.context,
    replicaId: row.replica_id ?? undefined,
    model: row.model,
    voiceSpeed: row.voice_speed,
    voiceEmotion: row.voice_emotion,
    link: row.link,
    tavusPersonaId: row.tavus_persona_id ?? undefined,
    isBehind: row.link === "linked" && row.pushed_revision < row.revision,
    failure: failureOf(row),
    nextAttemptMs: row.next_attempt_at === null ? undefined : Date.parse(row.next_attempt_at),
    mustLook: row.must_look === 1,
    leftBehind: row.left_behind === 1,
    differs: syncFields.filter((field) => row.differs?.split(",").includes(field)),
    isImported: row.imported_at !== null,
    revision: row.revision,
    createdAt: row.created_at,
    createdBy: row.created_by,
    channelId: row.channel_id ?? undefined,
  };
}

/** Nothing more will happen to it by itself. */
export function isAtRest({ link, isBehind, nextAttemptMs }: Persona): boolean {
  if (link === "linked") return !isBehind || nextAttemptMs === undefined;
  return link !== "pending";
}

export function traitsOf(row: Pick<PersonaRow, "traits">): string[] {
  const traits: unknown = JSON.parse(row.traits);
  return Array.isArray(traits) ? traits.filter((trait) => typeof trait === "string") : [];
}

function failureOf(row: PersonaRow): Persona["failure"] {
  const words = row.failure_words ?? undefined;
  const incident = row.failure_incident ?? undefined;
  if (row.failure_kind && isCause(row.failure_kind)) return { cause: row.failure_kind, words, incident };
  if (row.link !== "pending") return undefined;
  // An attempt was opened and nobody wrote how it ended: its process died.
  return { cause: row.must_look === 1 ? "interrupted" : "inLine", words, incident };
}
