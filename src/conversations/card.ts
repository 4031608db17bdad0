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

/** Others may be changing the same card: more often than this it is not shown anew at once. */
const mostRounds = 5;

/**
 * Brings the card of a room up to date, with all that it shows. Of two that do so at once the later edit may be the older one: whoever
 * finds that something else was noted meanwhile shows it once more. Rejects with OutsideError where trying again may help.
 */
export async function showCard(deps: ConversationDeps, room: ConversationRecord): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) if (await showOnce(deps, room)) return;
}

/** False: somebody else has shown it meanwhile. */
async function showOnce(deps: ConversationDeps, { card, ...room }: ConversationRecord): Promise<boolean> {
  if (!card) return true;
  const { tenantId, personaId, personaName, mode, id } = room;
  const all = await deps.store.onCard(tenantId, card);
  const open = all.filter((one) => ["open", "joined", "ending"].includes(shownOf(one) ?? ""));
  await deps.news.showCard(
    { ...card, tenantId, personaId, personaName, mode, id },
    open.map(conversationFrom),
  );
  let isAlone = true;
  for (const one of all) {
    const shows = shownOf(one);
    if (shows === undefined || shows === one.cardShows) continue;
    isAlone = (await deps.store.cardShown(one, { before: one.cardShows, shows })) && isAlone;
  }
  return isAlone;
}
