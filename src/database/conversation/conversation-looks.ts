import { type SqlBool, sql } from "kysely";
import { lockedFor } from "../link/link-queue.ts";
import type { LinkKey } from "../link/link-record.ts";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { whyOver } from "../persona/why-over.ts";
import { isoTime } from "../times.ts";
import { type ConversationRecord, conversationsWithLinks, readConversation } from "./conversation-record.ts";

/** Which rooms somebody looks after next, and what was seen. */
export function createConversationLooks(database: Database) {
  const { kysely, engine } = database;
  const ofRoom = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("conversations").where("tenant_id", "=", tenantId).where("id", "=", id);

  return {
    /** Rooms of every team but these that are to be looked after now, put off by `againInMs` so that a dead process costs only that. */
    async claimDue(
      limit: number,
      againInMs: number,
      except: readonly string[] = [],
    ): Promise<ConversationRecord[]> {
      const nowMs = database.now();
      const due = sql<{ tenant_id: string; id: string }>`(
        select tenant_id, id from conversations where look_at <= ${isoTime(nowMs)}
          and ${database.serves("conversations.tenant_id")} and ${isNotOf(except)}
        order by look_at limit ${limit} ${lockedFor(engine)})`;
      const claimed = await kysely
        .with("due", () => due)
        .updateTable("conversations")
        .set({ look_at: isoTime(nowMs + againInMs) })
        .where(sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`)
        .where("look_at", "<=", isoTime(nowMs))
        .returning(["tenant_id", "id"])
        .execute();
      if (claimed.length === 0) return [];
      const rows = await conversationsWithLinks(database)
        .selectAll()
        .where(({ or, and, eb }) =>
          or(
            claimed.map(({ tenant_id, id }) =>
              and([eb("conversations.tenant_id", "=", tenant_id), eb("conversations.id", "=", id)]),
            ),
          ),
        )
        .execute();
      // Who stood still before this reading may see what another has claimed since.
      return rows.map((row) => ({ ...readConversation(row), lookMs: nowMs + againInMs }));
    },

    /** Ends a look; one that somebody asked for meanwhile stays due. `tries`: failed ones in a row; none: all is well. */
    async looked(
      { lookMs = 0, ...key }: ConversationRecord,
      { nextMs, tries }: { nextMs: number | null; tries: number },
    ): Promise<void> {
      await ofRoom(key)
        .set({
          look_at: nextMs === null ? null : isoTime(nextMs),
          look_tries: tries,
          ...(tries === 0 && { warned_of: null }),
        })
        .where("look_at", "=", isoTime(lookMs))
        .execute();
    },

    /** The team has been warned of this, and is not warned again while it lasts. */
    async warnedOf(key: LinkKey, cause: string): Promise<void> {
      await ofRoom(key).set({ warned_of: cause }).execute();
    },

    /** There is something to be seen, or shown; also of one that is over, whose id may have come late. */
    async lookAgain(key: LinkKey): Promise<void> {
      await ofRoom(key)
        .set({ look_at: isoTime(database.now()) })
        .execute();
    },

    /** Somebody says that there is something to be seen. False: of no room of ours that is open. */
    async lookNow(callbackHash: string): Promise<boolean> {
      const { numUpdatedRows } = await kysely
        .updateTable("conversations")
        .set({ look_at: isoTime(database.now()) })
        .where("callback_hash", "=", callbackHash)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async joined(key: LinkKey, joinedMs: number): Promise<void> {
      await ofRoom(key)
        .set({ joined_at: isoTime(joinedMs) })
        .where("joined_at", "is", null)
        .execute();
    },

    /** What the card says of a room by now. False: something else than `before` was noted meanwhile. */
    async cardShown(
      key: LinkKey,
      { before, shows }: { before: string | undefined; shows: string },
    ): Promise<boolean> {
      const { numUpdatedRows } = await ofRoom(key)
        .set({ card_shows: shows })
        .where("card_shows", before === undefined ? "is" : "=", before ?? null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Why a room has no reason to go on. */
    whyOver: (room: ConversationRecord) => whyOver(database, room),
  };
}
