import { z } from "zod";
import type { PersonaRow } from "../tables.ts";

/** A persona as its team is given it before it is forgotten; times are UTC ISO-8601, for people to read. */
export type ExportedPersona = ReturnType<typeof exportedPersonaFrom>;

const traitsSchema = z.array(z.string());

export function exportedPersonaFrom(row: PersonaRow) {
  return {
    id: row.id,
    tavusPersonaId: row.tavus_persona_id,
    link: row.link,
    name: row.name,
    kind: row.kind,
    template: row.template,
    description: row.description,
    traits: traitsSchema.parse(JSON.parse(row.traits)),
    prompt: row.prompt,
    context: row.context,
    replicaId: row.replica_id,
    model: row.model,
    voiceSpeed: row.voice_speed,
    voiceEmotion: row.voice_emotion,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}
