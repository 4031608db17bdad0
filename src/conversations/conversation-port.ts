import type { ConversationStore } from "../database/conversation/conversation-store.ts";
import { nothingAgreed } from "../database/link/outcome-columns.ts";
import { markedName, recordIn } from "../link/name-mark.ts";
import type { LinkPort } from "../link/port.ts";
import { readMarked } from "../link/read-marked.ts";
import { shortName } from "../short-name.ts";
import type { TavusConversation } from "../tavus/calls/conversation-calls.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { Cause } from "../warnings/causes.ts";
import { callTopic, keyCauses } from "../warnings/topic.ts";
import { confirmEnd } from "./confirm-end.ts";
import { conversationFrom } from "./conversation.ts";
import type { ConversationNews, Room } from "./deps.ts";
import { type RoomLinks, wayInto } from "./room-links.ts";
import { absentSeconds, absentSecondsOf, leftSeconds, waitingLookMs } from "./terms.ts";

/** Beside the mark there is room for as much of the persona's name. */
const longestName = 60;
const minuteMs = 60_000;

/** What a team is told of beside the person: what only people can mend. The rest passes, or the person has pressed too soon. */
const worthTelling: ReadonlySet<string> = new Set<Cause>([
  ...keyCauses,
  ...(["outOfCredits", "notInPlan", "limitReached", "forbidden", "blocked", "rejected", "notFound"] as const),
]);

/** How rooms are made, found and ended in Tavus. Their mark is the end of their name. */
export function createConversationPort({
  store,
  tavus,
  links,
  news,
  now,
}: {
  store: ConversationStore;
  tavus: Pick<TavusClient, "conversations">;
  links: RoomLinks;
  news: ConversationNews;
  now(): number;
}): LinkPort<Room> {
  return {
    isMadeOnce: true,
    reports: {
      call: "call",
      topicOf({ kind, topic = kind }) {
        return worthTelling.has(kind) ? `${callTopic}:${topic}` : undefined;
      },
    },

    personaOf: async (key) => (await store.find(key))?.personaId,
    load: (key) => store.find(key),
    loadEver: (key) => store.find(key),

    /** The way in is kept before the id is, so that whoever finds the id knows whether anybody has it. */
    async create(apiKey, room) {
      const made = await tavus.conversations.create(apiKey, requestFor(room));
      const madeMs = now();
      await store.made(room, {
        madeMs,
        endsMs: madeMs + room.minutes * minuteMs,
        lookMs: madeMs + (room.mode === "test" ? 0 : waitingLookMs),
        linkSealed: links.keep(room, made),
      });
      // It costs minutes, and nobody can come in.
      if (room.mode === "video" && wayInto(made) === undefined) await store.wantEnd(room, "noWayIn");
      return { remoteId: made.id };
    },

    // A room is never changed.
    push: async () => nothingAgreed,

    // Those that have ended cost nothing any more, whatever mark they carry.
    readMarked: (apiKey) =>
      readMarked(
        "list conversations",
        (onRows: (rows: readonly TavusConversation[]) => void) =>
          tavus.conversations.readActive(apiKey, onRows),
        ({ name }) => recordIn(name, "con"),
      ),

    async remove(apiKey, remoteId) {
      const { isThere } = await confirmEnd(tavus, apiKey, remoteId);
      return isThere ? "deleted" : "alreadyGone";
    },

    announce: (room, way) => news.announce(conversationFrom(room), way),
    announceRemoval: (room, count) => news.announceRemoval(conversationFrom(room), count),
    // Rooms are not deleted here while there is anything of them in Tavus.
    announceFate: async () => {},
  };
}

function requestFor({ tavusPersonaId, personaName, id, minutes, mode, callbackUrl, replicaId }: Room) {
  return {
    tavusPersonaId,
    replicaId,
    name: markedName(shortName(personaName, longestName), id),
    maxSeconds: minutes * 60,
    absentSeconds: mode === "test" ? absentSeconds : absentSecondsOf({ mode, minutes }),
    leftSeconds,
    isTest: mode === "test",
    isChat: mode === "chat",
    callbackUrl,
  };
}
