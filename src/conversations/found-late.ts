import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import { confirmEnd } from "./confirm-end.ts";
import type { ConversationDeps } from "./deps.ts";
import type { Looked } from "./look.ts";

const minute = 60_000;
/** Its person may have another by then: this one is to go on no longer than it must. */
const lookMs = 15_000;
/** By then the queue has given it up as well. */
const longestMs = 25 * 60 * minute;

/**
 * A room that was given up for lost, and may be found all the same where Tavus could not be asked for long: once the queue has found
 * it, it is ended. Throws TavusError where that is to be tried again.
 */
export async function endFoundLate(deps: ConversationDeps, room: ConversationRecord): Promise<Looked> {
  const { link, openedMs } = room;
  const nowMs = deps.linking.now();
  if (room.endedMs === undefined) return "over";
  if (link.state === "pending") return nowMs < openedMs + longestMs ? { nextMs: nowMs + lookMs } : "over";
  if (link.state !== "linked" || link.remoteId === undefined) return "over";
  const key = await deps.keys.keyMadeWith(room.tenantId, room.link.keyTag);
  if (!key) return nowMs < openedMs + longestMs ? { nextMs: nowMs + lookMs } : "over";
  await confirmEnd(deps.tavus, key.value, link.remoteId);
  await deps.store.endedLate(room);
  deps.linking.log.info(
    { tenant: room.tenantId, conversation: room.id },
    "a room that was lost was found and ended",
  );
  return "over";
}
