import type {
  CardPlace,
  ConversationMode,
  ConversationRecord,
} from "../database/conversation/conversation-record.ts";
import { type Cause, isCause } from "../warnings/causes.ts";
import { type EndReason, readEndReason } from "./end-reason.ts";

export type { CardPlace, ConversationMode };

/**
 * How far a room is. `making`: Tavus is being asked, or it is not known what came of that; `open`: it is there, and perhaps
 * somebody in it; `ending`: it is to be over; `ended`; `failed`: it was certainly, or in all likelihood, never there.
 */
export type ConversationState = "making" | "open" | "ending" | "ended" | "failed";

/** A room as commands see it. Times are Unix ms. Holds no way in. */
export type Conversation = {
  tenantId: string;
  id: string;
  personaId: string;
  personaName: string;
  userId: string;
  card: CardPlace | undefined;
  /** The thread in which it is shown, where it is one in writing. */
  threadId: string | undefined;
  mode: ConversationMode;
  state: ConversationState;
  /** At most; what it came to. */
  minutes: number;
  minutesUsed: number | undefined;
  openedMs: number;
  endsMs: number;
  /** When somebody was first known to be in it. */
  joinedMs: number | undefined;
  endedMs: number | undefined;
  /** When something was said last in one in writing; what that was is kept for a day. */
  saidMs?: number | undefined;
  /** Why it is over, or is to be. */
  endReason: EndReason | undefined;
  /** The key was changed before it could be looked for: if it was there, it was in the account of the key before. */
  isLeftBehind: boolean;
  /** Why it is not there. */
  failure: { cause: Cause; words: string | undefined; incident: string | undefined } | undefined;
};

export function conversationFrom(record: ConversationRecord): Conversation {
  const { tenantId, id, personaId, personaName, userId, card, threadId, mode, minutes, minutesUsed } = record;
  const { openedMs, endsMs, joinedMs, endedMs, saidMs, endReason = record.endWanted } = record;
  return {
    ...{ tenantId, id, personaId, personaName, userId, card, threadId, mode, minutes, minutesUsed },
    ...{ openedMs, endsMs, joinedMs, endedMs, saidMs },
    state: stateOf(record),
    endReason: endReason === undefined ? undefined : readEndReason(endReason),
    isLeftBehind: record.link.leftBehind,
    failure: failureOf(record),
  };
}

function failureOf({ link: { failure, state } }: ConversationRecord): Conversation["failure"] {
  const words = failure?.words ?? undefined;
  const incident = failure?.incident ?? undefined;
  if (failure && isCause(failure.kind)) return { cause: failure.kind, words, incident };
  return state === "pending" ? { cause: "interrupted", words, incident } : undefined;
}

export function stateOf(room: ConversationRecord): ConversationState {
  const { endedMs, endWanted, endReason, madeMs, link } = room;
  if (endedMs !== undefined) return endReason === "notMade" || endReason === "lost" ? "failed" : "ended";
  if (link.state === "failed") return "failed";
  // Of one that was found by a search nobody has the way in.
  if (endWanted !== undefined || (link.state === "linked" && madeMs === undefined)) return "ending";
  return link.state === "linked" ? "open" : "making";
}
