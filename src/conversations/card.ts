import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import { conversationFrom, stateOf } from "./conversation.ts";
import type { ConversationDeps } from "./deps.ts";

/** What a card says of a room; undefined: nothing yet. */
function shownOf(room: ConversationRecord): string | undefined {
  switch (stateOf(room)) {
    case "making":
      return undefined;
    case "open":
      return room.joinedMs === undefined ? "open" : "joined";
    case "ending":
      return "ending";
    case "ended":
    case "failed":
      return "ended";
  }
}

/** Whether its card says something else of it than is so. */
export function isCardBehind(room: ConversationRecord): boolean {
  const shown = shownOf(room);
  if (!room.card || shown === undefined) return false;
  return shown !== room.cardShows && !(shown === "ended" && room.cardShows === undefined);
}

/**
 * Brings the card of a room up to date, with all that it shows. Two that do so at once may end with the older one standing there:
 * then what is noted is older too, and the next look sees that. Rejects with OutsideError where trying again may help.
 */
export async function showCard(deps: ConversationDeps, { card, ...room }: ConversationRecord): Promise<void> {
  if (!card) return;
  const { tenantId, personaId, personaName, mode } = room;
  const all = await deps.store.onCard(tenantId, card);
  const open = all.filter((one) => ["open", "joined", "ending"].includes(shownOf(one) ?? ""));
  await deps.news.showCard({ ...card, tenantId, personaId, personaName, mode }, open.map(conversationFrom));
  for (const one of all) {
    const shown = shownOf(one);
    if (shown !== undefined && shown !== one.cardShows) await deps.store.cardShown(one, shown);
  }
}
