import { z } from "zod";

/**
 * The documented members of `layers`, and no others. Whether Tavus refuses an unknown member or ignores it is
 * not documented; refusing is the answer a test can see.
 * https://docs.tavus.io/api-reference/personas/create-persona
 */
const flow = z.enum(["low", "medium", "high"]);
const anyObject = z.record(z.string(), z.unknown());
const queries = z.array(z.string());

const llm = z.strictObject({
  model: z.string().optional(),
  base_url: z.string().optional(),
  api_key: z.string().optional(),
  speculative_inference: z.boolean().optional(),
  tools: z.array(anyObject).optional(),
  headers: anyObject.optional(),
  extra_body: anyObject.optional(),
  default_query: anyObject.optional(),
});

/** The settings of all engines: which of these an engine knows is its own affair. */
const voiceSettings = z.strictObject({
  speed: z.number().optional(),
  volume: z.number().optional(),
  emotion: z.array(z.string()).optional(),
  stability: z.number().optional(),
  similarity_boost: z.number().optional(),
  style: z.number().optional(),
  use_speaker_boost: z.boolean().optional(),
});

const tts = z.strictObject({
  tts_engine: z.enum(["cartesia", "elevenlabs", "azure"]).optional(),
  api_key: z.string().optional(),
  external_voice_id: z.string().optional(),
  voice_id: z.string().optional(),
  voice_settings: voiceSettings.optional(),
  tts_emotion_control: z.boolean().optional(),
  tts_model_name: z.string().optional(),
  pronunciation_dictionary_id: z.string().optional(),
});

const stt = z.strictObject({
  stt_engine: z.string().optional(),
  hotwords: z.string().optional(),
  participant_pause_sensitivity: flow.optional(),
  participant_interrupt_sensitivity: flow.optional(),
  smart_turn_detection: z.boolean().optional(),
});

const conversationalFlow = z.strictObject({
  turn_detection_model: z.string().optional(),
  turn_taking_patience: flow.optional(),
  replica_interruptibility: flow.optional(),
  pal_interruptibility: flow.optional(),
  voice_isolation: z.enum(["off", "near"]).optional(),
  wake_phrase: z.string().optional(),
  sleep_phrase: z.string().optional(),
  idle_engagement: z.enum(["off", "patient", "eager"]).optional(),
});

const perception = z.strictObject({
  perception_model: z.enum(["raven-1", "raven-0", "off"]).optional(),
  emotion_recognition: z.enum(["full", "limited", "auto"]).optional(),
  visual_awareness_queries: queries.optional(),
  visual_tool_prompt: z.string().optional(),
  visual_tools: z.array(anyObject).optional(),
  audio_awareness_queries: queries.optional(),
  audio_tool_prompt: z.string().optional(),
  audio_tools: z.array(anyObject).optional(),
  perception_analysis_queries: queries.optional(),
  ambient_awareness_queries: queries.optional(),
  perception_tool_prompt: z.string().optional(),
  perception_tools: z.array(anyObject).optional(),
});

export const layersSchema = z.strictObject({
  llm: llm.optional(),
  tts: tts.optional(),
  stt: stt.optional(),
  conversational_flow: conversationalFlow.optional(),
  perception: perception.optional(),
  transport: z.strictObject({ transport_type: z.literal("livekit") }).optional(),
  conferencing: z
    .strictObject({ username: z.string().optional(), allowlist: z.array(z.string()).optional() })
    .optional(),
});
