import { createConversationPort } from "../../conversations/conversation-port.ts";
import { type Conversations, createConversations } from "../../conversations/conversations.ts";
import type { ConversationDeps, ConversationNews, Room } from "../../conversations/deps.ts";
import { createKeeper, type Keeper } from "../../conversations/keeper.ts";
import { createRoomLinks } from "../../conversations/room-links.ts";
import { conversationKind } from "../../database/conversation/conversation-record.ts";
import {
  type ConversationStore,
  createConversationStore,
} from "../../database/conversation/conversation-store.ts";
import { createLinkStore } from "../../database/link/link-store.ts";
import type { Database } from "../../database/opening/connect.ts";
import type { Secrets } from "../../database/team/secrets.ts";
import { createLinkKind, type LinkKind } from "../../link/kind.ts";
import type { Linking, LinkTools } from "../../link/port.ts";
import { createToldBatch, type ToldBatch } from "../../link/told-batch.ts";
import { createWatchers } from "../../link/watching/watchers.ts";
import { callbackAddress } from "../../tavus/callback-token.ts";
import type { TavusClient } from "../../tavus/client.ts";

export type ConversationParts = {
  conversations: Conversations;
  conversationStore: ConversationStore;
  keeper: Keeper;
  conversationsTold: ToldBatch;
};

export type ConversationOptions = {
  database: Database;
  tavus: TavusClient;
  secrets: Secrets | undefined;
  news: ConversationNews;
  limits?: ConversationDeps["limits"];
  /** The address of this bot, where Tavus can reach it; undefined: nothing listens. */
  publicUrl: string | undefined;
};

/** Rooms with what looks after them. `kind` is what the queue does with them. */
export function buildConversations(
  { database, tavus, secrets, news, limits, publicUrl }: ConversationOptions,
  tools: LinkTools,
): ConversationParts & { kind: LinkKind } {
  const store = createConversationStore(database);
  const links = createLinkStore(database, conversationKind, { makeRoom: async () => false });
  const roomLinks = createRoomLinks(secrets);
  const port = createConversationPort({ store, tavus, links: roomLinks, news, now: database.now });
  const conversationsTold = createToldBatch(links, tools.log);
  const linking: Linking<Room> = {
    ...tools,
    links,
    port,
    watchers: createWatchers(),
    told: conversationsTold,
  };
  const keeper = createKeeper(() => deps);
  const deps: ConversationDeps = {
    ...{ store, linking, tavus, news, limits },
    callbackUrl: (token) => (publicUrl === undefined ? undefined : callbackAddress(publicUrl, token)),
    keys: tools.keys,
    links: roomLinks,
    wakeKeeper: () => keeper.wake(),
  };
  const conversations = createConversations(deps);
  return {
    conversations,
    conversationStore: store,
    keeper,
    conversationsTold,
    kind: createLinkKind(linking),
  };
}
