import type { ConversationRow } from "../../src/database/conversation/conversation-row.ts";

const at = "2026-01-01T00:00:00.000Z";

/** A room that ended long ago. */
export function aConversationRow(members: Partial<ConversationRow> & { tenant_id: string }): ConversationRow {
  return {
    id: "con_2345678923",
    persona_id: "per_2345678923",
    persona_name: "Ada",
    tavus_persona_id: "p123456789012",
    user_id: "1",
    press_id: "press 1",
    channel_id: "C1",
    message_id: "M1",
    thread_id: null,
    mode: "video",
    minutes: 10,
    minutes_used: 3,
    opened_at: at,
    ends_at: at,
    made_at: at,
    joined_at: null,
    ended_at: at,
    said_at: null,
    end_reason: "person",
    end_wanted: "person",
    link_sealed: null,
    callback_hash: null,
    look_tries: 0,
    warned_of: null,
    look_at: null,
    card_shows: "ended",
    ...members,
  };
}
