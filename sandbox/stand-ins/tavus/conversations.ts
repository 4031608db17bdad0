import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account, ConversationRow } from "./account.ts";
import { type Answer, refuse } from "./answers.ts";

/** The documented members, in either vocabulary. https://docs.tavus.io/api-reference/conversations/create-conversation */
const bodySchema = z.strictObject({
  persona_id: z.string().optional(),
  pal_id: z.string().optional(),
  replica_id: z.string().optional(),
  face_id: z.string().optional(),
  conversation_name: z.string().optional(),
  conversational_context: z.string().optional(),
  custom_greeting: z.string().optional(),
  callback_url: z.url().optional(),
  audio_only: z.boolean().optional(),
  test_mode: z.boolean().optional(),
  require_auth: z.boolean().optional(),
  max_participants: z.int().min(2).optional(),
  properties: z
    .strictObject({
      max_call_duration: z.int().positive().optional(),
      participant_left_timeout: z.int().nonnegative().optional(),
      participant_absent_timeout: z.int().nonnegative().optional(),
      enable_recording: z.boolean().optional(),
      enable_closed_captions: z.boolean().optional(),
      language: z.string().optional(),
      languages: z.array(z.string()).optional(),
    })
    .optional(),
});

type ConversationBody = z.infer<typeof bodySchema>;

/** A room in `test_mode` has ended before anybody could join, costs nothing and holds no place. */
export function createConversation(account: Account, body: unknown): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success)
    return refuse(400, `Unknown or wrong field: ${parsed.error.issues[0]?.path.join(".")}`);
  const wanted = parsed.data;
  if (mixesVocabularies(wanted))
    return refuse(400, "Use either persona and replica or pal and face, not both");
  const persona = wanted.persona_id ?? wanted.pal_id;
  if (persona !== undefined && !account.persona(persona)) return refuse(400, "Invalid persona_id");
  const replica = wanted.replica_id ?? wanted.face_id;
  if (replica !== undefined && !account.hasReplica(replica)) return refuse(400, "Invalid replica_uuid");
  if (persona === undefined && replica === undefined)
    return refuse(400, "persona_id or replica_id is required");
  const row = account.storeConversation({
    id: `c${randomBytes(6).toString("hex").slice(1)}`,
    name: wanted.conversation_name ?? "New Conversation",
    status: wanted.test_mode ? "ended" : "active",
    createdAt: new Date().toISOString().replace("Z", "000Z"),
    body: wanted,
  });
  const token = wanted.require_auth ? { meeting_token: randomBytes(16).toString("base64url") } : {};
  return { status: 200, body: { ...renderConversation(row), ...token } };
}

function mixesVocabularies({ persona_id, replica_id, pal_id, face_id }: ConversationBody): boolean {
  const isOld = persona_id !== undefined || replica_id !== undefined;
  return isOld && (pal_id !== undefined || face_id !== undefined);
}

export function renderConversation({ id, name, status, createdAt, body }: ConversationRow) {
  return {
    conversation_id: id,
    conversation_name: name,
    conversation_url: `https://tavus.daily.co/${id}`,
    status,
    callback_url: body.callback_url ?? "",
    created_at: createdAt,
  };
}

export function getConversation(account: Account, id: string): Answer {
  const row = account.conversation(id);
  return row ? { status: 200, body: renderConversation(row) } : refuse(400, "Invalid conversation_id");
}

/** Ending one that has ended is not documented; this does it again. */
export function endConversation(account: Account, id: string): Answer {
  const row = account.conversation(id);
  if (!row) return refuse(400, "Invalid conversation_id");
  account.storeConversation({ ...row, status: "ended" });
  return { status: 200 };
}

export function deleteConversation(account: Account, id: string): Answer {
  if (!account.conversation(id)) return refuse(400, "Invalid conversation_id");
  account.removeConversation(id);
  return { status: 204 };
}
