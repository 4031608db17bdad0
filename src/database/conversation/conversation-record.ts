import { type Link, readLink, readTime } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import type { Database } from "../opening/connect.ts";
import type { ConversationRow } from "./conversation-row.ts";

/** What links of rooms are called in the table of links. */
export const conversationKind = "conversation";

/** The public message with the Join button. */
export type CardPlace = { channelId: string; messageId: string };

/** `chat`: in writing; `test`: nobody comes, and it costs nothing. */
export type ConversationMode = "video" | "chat" | "test";

/** A room as everything outside `database/` sees it, with its link. Times are Unix ms. */
export type ConversationRecord = {
  tenantId: string;
  id: string;
  personaId: string;
  personaName: string;
  tavusPersonaId: string;
  userId: string;
  pressId: string;
  card: CardPlace | undefined;
  /** The thread in which it is shown; `card` is the message there that holds the buttons. */
  threadId: string | undefined;
  mode: ConversationMode;
  minutes: number;
  minutesUsed: number | undefined;
  openedMs: number;
  endsMs: number;
  madeMs: number | undefined;
  joinedMs: number | undefined;
  endedMs: number | undefined;
  saidMs: number | undefined;
  endReason: string | undefined;
  endWanted: string | undefined;
  linkSealed: string | undefined;
  lookTries: number;
  warnedOf: string | undefined;
  lookMs: number | undefined;
  cardShows: string | undefined;
  link: Link;
};

export function readConversation(row: ConversationRow & LinkRow): ConversationRecord {
  const { channel_id: channelId, message_id: messageId } = row;
  return {
    tenantId: row.tenant_id,
    id: row.id,
    personaId: row.persona_id,
    personaName: row.persona_name,
    tavusPersonaId: row.tavus_persona_id,
    userId: row.user_id,
    pressId: row.press_id,
    card: channelId !== null && messageId !== null ? { channelId, messageId } : undefined,
    threadId: row.thread_id ?? undefined,
    mode: row.mode === "test" || row.mode === "chat" ? row.mode : "video",
    minutes: row.minutes,
    minutesUsed: row.minutes_used ?? undefined,
    openedMs: Date.parse(row.opened_at),
    endsMs: Date.parse(row.ends_at),
    madeMs: readTime(row.made_at),
    joinedMs: readTime(row.joined_at),
    endedMs: readTime(row.ended_at),
    saidMs: readTime(row.said_at),
    endReason: row.end_reason ?? undefined,
    endWanted: row.end_wanted ?? undefined,
    linkSealed: row.link_sealed ?? undefined,
    lookTries: row.look_tries,
    warnedOf: row.warned_of ?? undefined,
    lookMs: readTime(row.look_at),
    cardShows: row.card_shows ?? undefined,
    link: readLink(row),
  };
}

/** Rooms with their links. */
export function conversationsWithLinks({ kysely }: Pick<Database, "kysely">) {
  return kysely
    .selectFrom("conversations")
    .innerJoin("links", (join) =>
      join
        .onRef("links.tenant_id", "=", "conversations.tenant_id")
        .on("links.subject_kind", "=", conversationKind)
        .onRef("links.subject_id", "=", "conversations.id"),
    );
}
