import type {
  CardPlace,
  ConversationMode,
  ConversationRecord,
} from "../database/conversation/conversation-record.ts";
import type { ConversationStore } from "../database/conversation/conversation-store.ts";
import type { Linking, TellWay } from "../link/port.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Limits } from "../tenants/limits.ts";
import type { Conversation } from "./conversation.ts";
import type { RoomLinks } from "./room-links.ts";

/** A room with what its request needs besides. */
export type Room = ConversationRecord & { callbackUrl?: string | undefined; replicaId?: string | undefined };

export type Card = CardPlace & {
  tenantId: string;
  personaId: string;
  personaName: string;
  mode: ConversationMode;
  /** One of the rooms that it is about; of one in writing the only one. */
  id: string;
};

/** Takes to people what they have no answer for. */
export type ConversationNews = {
  /** Tells the person what became of their room; false: they can only be told at their next command. */
  announce(conversation: Conversation, way: TellWay): Promise<boolean>;
  /** Says that rooms which lost requests of this person had made after all were found and ended. */
  announceRemoval(conversation: Conversation, count: number): Promise<void>;
  /**
   * Brings a card up to date: `open` are the rooms it shows. False: it cannot be changed, now or later. Rejects with
   * OutsideError where trying again may help.
   */
  showCard(card: Card, open: readonly Conversation[]): Promise<boolean>;
  /** For the log of who did what: a room is over. */
  ended(conversation: Conversation): void;
};

export type ConversationDeps = {
  store: ConversationStore;
  linking: Linking<Room>;
  /** Absent where nothing is limited. */
  limits?: Pick<Limits, "allowance" | "callMinutesOf"> | undefined;
  tavus: Pick<TavusClient, "conversations">;
  keys: TenantKeys;
  links: RoomLinks;
  news: ConversationNews;
  /** The address for Tavus's callbacks about one room; undefined: nothing listens. */
  callbackUrl(token: string): string | undefined;
  /** Makes the keeper look now. */
  wakeKeeper(): void;
};
