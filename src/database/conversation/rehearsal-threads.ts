import type { LinkKey } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import type { CardPlace } from "./conversation-record.ts";

/** A thread, and the message in it that holds the buttons. */
export type ThreadPlace = { threadId: string; card: CardPlace };

/** In which threads rehearsals are shown. */
export function createRehearsalThreads({ kysely }: Pick<Database, "kysely">) {
  const ofRoom = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("conversations").where("tenant_id", "=", tenantId).where("id", "=", id);

  return {
    /** It is there. What its first message says is what its card is to say, whatever has become of the room meanwhile. */
    async threadOpened(key: LinkKey, { threadId, card }: ThreadPlace): Promise<void> {
      await ofRoom(key)
        .set({
          thread_id: threadId,
          channel_id: card.channelId,
          message_id: card.messageId,
          card_shows: "open",
        })
        .execute();
    },

    /** The buttons stand below another message now. */
    async buttonsMoved(key: LinkKey, messageId: string): Promise<void> {
      await ofRoom(key).set({ message_id: messageId }).execute();
    },

    /** Whether this channel is a thread in which this person has rehearsed before. */
    async hasThread(tenantId: string, userId: string, threadId: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("conversations")
        .select("id")
        .where("tenant_id", "=", tenantId)
        .where("user_id", "=", userId)
        .where("thread_id", "=", threadId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
