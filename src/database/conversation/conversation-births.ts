import { type LinkBirth, newLink } from "../link/link-births.ts";
import { type LinkKey, readLink } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import { endPromise } from "../promised.ts";
import { reserveWithin, type UsageReservation, type UsageResult } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";
import {
  type CardPlace,
  type ConversationMode,
  type ConversationRecord,
  conversationKind,
} from "./conversation-record.ts";
import type { ConversationRow } from "./conversation-row.ts";

/** A press of Join. Times are Unix ms; `minutes`: at most. */
export type NewConversation = LinkBirth & {
  personaId: string;
  personaName: string;
  tavusPersonaId: string;
  pressId: string;
  card: CardPlace | undefined;
  mode: ConversationMode;
  minutes: number;
  callbackHash: string | undefined;
  /** When somebody looks whether it was made, should this process die. */
  lookMs: number;
};

export type InsertedConversation =
  | { kind: "new"; record: ConversationRecord }
  /** The person has a room, or this press has made one. */
  | { kind: "taken" }
  | { kind: "overLimit"; usage: UsageResult };

/** Takes back what was reserved. */
class NotInserted extends Error {}

/** How rooms begin. */
export function createConversationBirths(database: Database) {
  const { kysely } = database;

  return {
    /**
     * One commit: the room, its link with the attempt already open, and the minutes that it may last, as many as are left of
     * those asked for. Without `reservation` nothing is limited.
     */
    async insertReserving(
      born: NewConversation,
      reservation: UsageReservation | undefined,
    ): Promise<InsertedConversation> {
      const { tenantId } = born;
      try {
        return await kysely.transaction().execute(async (on): Promise<InsertedConversation> => {
          const usage = reservation && (await reserveWithin(on, { database, tenantId, reservation }));
          if (usage && !usage.isReserved) return { kind: "overLimit", usage };
          const granted = { ...born, minutes: usage?.amount ?? born.minutes };
          if (!(await insertBoth(on, granted))) throw new NotInserted();
          return { kind: "new", record: newRecord(granted) };
        });
      } catch (error) {
        if (error instanceof NotInserted) return { kind: "taken" };
        throw error;
      }
    },

    /** Tavus has made it. `linkSealed` is null where it cannot be kept. */
    async made(
      { tenantId, id }: LinkKey,
      made: { madeMs: number; endsMs: number; lookMs: number; linkSealed: string | null },
    ): Promise<void> {
      await kysely
        .updateTable("conversations")
        .set({
          made_at: isoTime(made.madeMs),
          ends_at: isoTime(made.endsMs),
          look_at: isoTime(made.lookMs),
          link_sealed: made.linkSealed,
        })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("ended_at", "is", null)
        .execute();
    },
  };
}

async function insertBoth(on: Database["kysely"], born: NewConversation): Promise<boolean> {
  const { numInsertedOrUpdatedRows: count = 0n } = await on
    .insertInto("conversations")
    .values(rowOf(born))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (count === 0n) return false;
  await on.insertInto("links").values(newLink(conversationKind, born)).execute();
  await endPromise(on);
  return true;
}

const minuteMs = 60_000;

function rowOf(born: NewConversation): ConversationRow {
  return {
    tenant_id: born.tenantId,
    id: born.id,
    persona_id: born.personaId,
    persona_name: born.personaName,
    tavus_persona_id: born.tavusPersonaId,
    user_id: born.userId,
    press_id: born.pressId,
    channel_id: born.card?.channelId ?? null,
    message_id: born.card?.messageId ?? null,
    thread_id: null,
    mode: born.mode,
    minutes: born.minutes,
    minutes_used: null,
    opened_at: isoTime(born.nowMs),
    ends_at: isoTime(born.nowMs + born.minutes * minuteMs),
    made_at: null,
    joined_at: null,
    ended_at: null,
    said_at: null,
    end_reason: null,
    end_wanted: null,
    link_sealed: null,
    callback_hash: born.callbackHash ?? null,
    look_tries: 0,
    warned_of: null,
    look_at: isoTime(born.lookMs),
    card_shows: null,
  };
}

/** The record as it is once it was inserted. */
function newRecord(born: NewConversation): ConversationRecord {
  const { tenantId, id, personaId, personaName, tavusPersonaId, userId, pressId, card, mode, minutes } = born;
  return {
    ...{ tenantId, id, personaId, personaName, tavusPersonaId, userId, pressId, card, mode, minutes },
    ...{
      minutesUsed: undefined,
      madeMs: undefined,
      joinedMs: undefined,
      endedMs: undefined,
      saidMs: undefined,
      threadId: undefined,
    },
    ...{ endReason: undefined, endWanted: undefined, linkSealed: undefined, cardShows: undefined },
    openedMs: born.nowMs,
    endsMs: born.nowMs + minutes * minuteMs,
    lookTries: 0,
    warnedOf: undefined,
    lookMs: born.lookMs,
    link: readLink(newLink(conversationKind, born)),
  };
}
