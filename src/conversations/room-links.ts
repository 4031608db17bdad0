import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import type { Secrets } from "../database/team/secrets.ts";
import type { NewTavusConversation } from "../tavus/calls/conversation-calls.ts";
import { longestAddress } from "../tavus/schemas.ts";
import { linkLifeMs } from "./terms.ts";

/** The ways in, for as long as they open anything. One is shown to the person alone whose room it is. */
export type RoomLinks = {
  /**
   * Returns what may lie in the database; null where nothing can be encrypted, and then only this process knows it. Nobody comes into
   * a test or one in writing, whose address opens to anybody, nor in where there is no way: nothing is kept of it.
   */
  keep(room: Pick<ConversationRecord, "tenantId" | "id" | "mode">, made: NewTavusConversation): string | null;
  /** Undefined: its life is over, or it is not known here. */
  find(room: ConversationRecord, nowMs: number): string | undefined;
  forget(id: string): void;
};

/** A link lives two minutes; what another process has ended nobody takes out. */
const mostKept = 2000;

/** `secrets` is undefined without ENCRYPTION_KEY. */
export function createRoomLinks(secrets: Secrets | undefined): RoomLinks {
  const kept = new Map<string, string>();
  return {
    keep({ tenantId, id, mode }, made) {
      const link = wayInto(made);
      if (mode !== "video" || link === undefined) return null;
      if (secrets) return secrets.seal(tenantId, link);
      kept.set(id, link);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return null;
    },
    find({ tenantId, id, linkSealed, madeMs, endedMs, link }, nowMs) {
      if (madeMs === undefined || endedMs !== undefined) return undefined;
      // Tavus may have made it as soon as it was asked, and answered seconds later.
      const beganMs = link.attemptStartedMs ?? madeMs;
      if (Math.abs(nowMs - beganMs) >= linkLifeMs) return undefined;
      return linkSealed === undefined ? kept.get(id) : secrets?.open(tenantId, linkSealed);
    },
    forget(id) {
      kept.delete(id);
    },
  };
}

/**
 * The way in, for whoever has it; undefined: Tavus gave none that can be followed.
 * https://docs.tavus.io/sections/conversational-video-interface/conversation/customizations/private-rooms
 */
export function wayInto({ url, token }: NewTavusConversation): string | undefined {
  if (url === undefined || token === undefined) return url;
  const way = `${url}${url.includes("?") ? "&" : "?"}t=${encodeURIComponent(token)}`;
  return way.length > longestAddress ? undefined : way;
}
