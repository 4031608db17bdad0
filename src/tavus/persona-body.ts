import { type TavusVocabulary, translatePointer, wireWords } from "./vocabulary.ts";

/** What a persona is made of, whatever Tavus calls the parts today. */
export type PersonaBody = {
  name: string;
  systemPrompt: string;
  /** Optional for personas; Tavus demands one where the vocabulary is `pals`. */
  replicaId?: string | undefined;
  /** A model hosted by Tavus, such as `tavus-glm-4.7`. Left out: Tavus's own choice stays. */
  model?: string | undefined;
  tts?: PersonaVoice | undefined;
};

export type PersonaVoice = {
  engine: "cartesia";
  speed?: number | undefined;
  emotion?: string[] | undefined;
};

/** One step of RFC 6902. Paths are written in the legacy names (`/persona_name`); the client translates them. */
export type JsonPatchOperation =
  | { op: "add" | "replace" | "test"; path: string; value: unknown }
  | { op: "remove"; path: string };

/** The documented body of create: https://docs.tavus.io/api-reference/personas/create-persona */
export function renderPersonaBody(body: PersonaBody, vocabulary: TavusVocabulary): Record<string, unknown> {
  const words = wireWords[vocabulary];
  return {
    [words.personaName]: body.name,
    pipeline_mode: "full",
    system_prompt: body.systemPrompt,
    ...(body.replicaId !== undefined && { [words.defaultReplicaId]: body.replicaId }),
    layers: {
      ...(body.model !== undefined && { llm: { model: body.model } }),
      ...(body.tts !== undefined && { tts: renderVoice(body.tts) }),
    },
  };
}

function renderVoice({ engine, speed, emotion }: PersonaVoice): Record<string, unknown> {
  const voiceSettings = {
    ...(speed !== undefined && { speed }),
    ...(emotion !== undefined && { emotion }),
  };
  const isPlain = Object.keys(voiceSettings).length === 0;
  return { tts_engine: engine, ...(!isPlain && { voice_settings: voiceSettings }) };
}

/** The same patch in the names of `vocabulary`. */
export function renderPatch(
  operations: readonly JsonPatchOperation[],
  vocabulary: TavusVocabulary,
): JsonPatchOperation[] {
  return operations.map((operation) => ({
    ...operation,
    path: translatePointer(operation.path, vocabulary),
  }));
}
