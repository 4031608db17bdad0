import { z } from "zod";

/** Two letters are refused: the field wants `german`. */
const language = z.string().regex(/^.{3,}$/);

/** The documented members, in either vocabulary. https://docs.tavus.io/api-reference/conversations/create-conversation */
export const roomBodySchema = z.strictObject({
  persona_id: z.string().optional(),
  pal_id: z.string().optional(),
  replica_id: z.string().optional(),
  face_id: z.string().optional(),
  conversation_name: z.string().optional(),
  conversational_context: z.string().optional(),
  custom_greeting: z.string().optional(),
  enable_dynamic_greeting: z.boolean().optional(),
  callback_url: z.url().optional(),
  audio_only: z.boolean().optional(),
  memory_stores: z.array(z.string()).optional(),
  document_ids: z.array(z.string()).optional(),
  document_tags: z.array(z.string()).optional(),
  document_retrieval_strategy: z.enum(["speed", "quality", "balanced"]).optional(),
  test_mode: z.boolean().optional(),
  require_auth: z.boolean().optional(),
  max_participants: z.int().min(2).optional(),
  policy: z.literal("eu").optional(),
  /** Not in the public reference; Tavus's own builder sends it. */
  chat: z.boolean().optional(),
  properties: z
    .strictObject({
      max_call_duration: z.int().positive().optional(),
      participant_left_timeout: z.int().nonnegative().optional(),
      participant_absent_timeout: z.int().nonnegative().optional(),
      enable_recording: z.boolean().optional(),
      enable_closed_captions: z.boolean().optional(),
      apply_greenscreen: z.boolean().optional(),
      require_auth: z.boolean().optional(),
      language: language.optional(),
      languages: z.array(z.string()).optional(),
    })
    .optional(),
});

export type RoomBody = z.infer<typeof roomBodySchema>;

export function isPrivate({ require_auth, properties }: RoomBody): boolean {
  return require_auth ?? properties?.require_auth ?? false;
}

export function mixesVocabularies({ persona_id, replica_id, pal_id, face_id }: RoomBody): boolean {
  const isOld = persona_id !== undefined || replica_id !== undefined;
  return isOld && (pal_id !== undefined || face_id !== undefined);
}
