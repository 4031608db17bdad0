import type { PersonaRow, ReplicaRow, VoiceRow } from "./account.ts";

/** What every account sees of Tavus's own, in the shapes the live lists are known to hold. */
export function stockPersonas(): PersonaRow[] {
  return [
    stockPersona("pdced222244b", "Sales Coach", { layers: { llm: { model: "tavus-gpt-oss" } } }),
    stockPersona("pipecat0", "Pipecat Stock Echo", {
      pipeline_mode: "echo",
      system_prompt: null,
      layers: null,
    }),
    stockPersona("p88964a7", "Teacher Mary", {
      layers: {
        llm: { model: "tavus-claude-haiku-4.5", speculative_inference: true },
        tts: { tts_engine: "elevenlabs", external_voice_id: "voice-1", api_key: "sk-stock-voice-key" },
      },
    }),
  ];
}

function stockPersona(id: string, name: string, members: Record<string, unknown>): PersonaRow {
  const document = {
    persona_name: name,
    system_prompt: `You are ${name}.`,
    default_replica_id: "r90bbd427f71",
    document_ids: null,
    ...members,
  };
  return { id, type: "system", createdAt: "2025-05-13T06:42:58.291561Z", hasDraft: false, document };
}

export function stockReplicas(): ReplicaRow[] {
  return [
    { id: "r90bbd427f71", name: "Anna", type: "system", status: "completed" },
    { id: "rc9cff32ceba", name: "Benjamin", type: "system", status: "completed" },
    { id: "r79e1c033f", name: "Charlie", type: "system", status: "completed" },
  ];
}

/** One row without an id, as 40 of them were seen live in October 2026. */
export function stockVoices(): VoiceRow[] {
  return [
    { id: null, name: "Nobody" },
    { id: "v0a1b2c3d4e5f", name: "Clara", language: "en" },
    { id: "v1b2c3d4e5f60", name: "Marcus", language: "en" },
  ];
}
