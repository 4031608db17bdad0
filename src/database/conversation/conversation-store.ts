import type { LinkKey } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { createConversationBirths } from "./conversation-births.ts";
import { createConversationEnds } from "./conversation-ends.ts";
import { createConversationLooks } from "./conversation-looks.ts";
import {
  type CardPlace,
  type ConversationRecord,
  conversationsWithLinks,
  readConversation,
} from "./conversation-record.ts";
import { createRehearsalThreads } from "./rehearsal-threads.ts";

export type ConversationStore = ReturnType<typeof createConversationStore>;

/** A card shows no more rooms than this. */
const mostOnCard = 20;
/** An account has fewer places. */
const mostOpen = 50;

/** Rooms of teams: kept, found and changed. How far their making is, is in `database/link/`. */
export function createConversationStore(database: Database) {
  const { kysely } = database;
  const ofTenant = (tenantId: string) =>
    conversationsWithLinks(database).selectAll().where("conversations.tenant_id", "=", tenantId);

  return {
    ...createConversationBirths(database),
    ...createConversationLooks(database),
    ...createConversationEnds(database),
    ...createRehearsalThreads(database),

    async find({ tenantId, id }: LinkKey): Promise<ConversationRecord | undefined> {
      const row = await ofTenant(tenantId).where("conversations.id", "=", id).executeTakeFirst();
      return row && readConversation(row);
    },

    /** What this delivery has made, whatever became of it. */
    async findByPress(tenantId: string, pressId: string): Promise<ConversationRecord | undefined> {
      const row = await ofTenant(tenantId).where("press_id", "=", pressId).executeTakeFirst();
      return row && readConversation(row);
    },

    /** The one room that a person has, or perhaps has, at present. */
    async openOf(tenantId: string, userId: string): Promise<ConversationRecord | undefined> {
      const row = await ofTenant(tenantId)
        .where("conversations.user_id", "=", userId)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return row && readConversation(row);
    },

    /** Every room of a team that has not ended, the oldest first. */
    async openIn(tenantId: string): Promise<ConversationRecord[]> {
      const rows = await ofTenant(tenantId)
        .where("ended_at", "is", null)
        .orderBy("opened_at")
        .limit(mostOpen)
        .execute();
      return rows.map(readConversation);
    },

    /** The rooms of a card that it is to show, or shows although they have ended. */
    async onCard(tenantId: string, { channelId, messageId }: CardPlace): Promise<ConversationRecord[]> {
      const rows = await ofTenant(tenantId)
        .where("message_id", "=", messageId)
        .where("channel_id", "=", channelId)
        .where(({ or, eb }) =>
          or([eb("ended_at", "is", null), eb("card_shows", "is", null), eb("card_shows", "<>", "ended")]),
        )
        .orderBy("opened_at")
        .limit(mostOnCard)
        .execute();
      return rows.map(readConversation);
    },

    /** Removes up to `limit` rooms that ended before `beforeMs` (Unix ms), with their links. */
    async purgeEndedBefore(beforeMs: number, limit: number): Promise<number> {
      const old = await kysely
        .selectFrom("conversations")
        .select(["tenant_id", "id"])
        .where("ended_at", "<", isoTime(beforeMs))
        .where("look_at", "is", null)
        .limit(limit)
        .execute();
      for (const { tenant_id: tenantId, id } of old) await this.remove({ tenantId, id });
      return old.length;
    },
  };
}
