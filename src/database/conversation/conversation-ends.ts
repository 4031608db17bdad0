import { sql } from "kysely";
import { changeOne } from "../link/change.ts";
import type { LinkKey } from "../link/link-record.ts";
import { removeWithLink } from "../link/removals.ts";
import type { Database } from "../opening/connect.ts";
import { settleWithin } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";
import type { AfterCallRow } from "./after-call-row.ts";
import { newAfterCall } from "./after-calls.ts";
import { type ConversationRecord, conversationKind } from "./conversation-record.ts";

/** How a room ended. `endedMs` is Unix ms; `minutesUsed`: what it took of the day's limit in the end. */
export type ConversationEnd = { reason: string; endedMs: number; minutesUsed: number };

/** How rooms end, and go. */
export function createConversationEnds(database: Database) {
  const { kysely } = database;

  return {
    /** It is to be ended, now, whatever it takes. False: it has ended. The first reason stays. */
    async wantEnd({ tenantId, id }: LinkKey, because: string): Promise<boolean> {
      const { numUpdatedRows } = await kysely
        .updateTable("conversations")
        .set({ end_wanted: sql`coalesce(end_wanted, ${because})`, look_at: isoTime(database.now()) })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /**
     * It is over: one commit with what it took of the day's limit, and the link lets go of it. False: it was over before, and only the
     * link lets go.
     */
    close(record: ConversationRecord, end: ConversationEnd): Promise<boolean> {
      const { tenantId, id, minutes } = record;
      const { reason, endedMs, minutesUsed } = end;
      const used = Math.max(0, Math.min(minutes, minutesUsed));
      return kysely.transaction().execute(async (on) => {
        const { numUpdatedRows } = await on
          .updateTable("conversations")
          .set({
            ended_at: isoTime(endedMs),
            end_reason: reason,
            minutes_used: used,
            link_sealed: null,
          })
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        const ended = { name: "ended", kind: conversationKind, nowMs: database.now() } as const;
        await changeOne(on, record, ended).execute();
        if (numUpdatedRows === 0n) return false;
        await settleWithin(on, { tenantId, kind: "conversationMinutes", id, amount: used });
        const after = afterCallOf(record, { ...end, lookMs: database.now() });
        if (after) await on.insertInto("after_calls").values(after).execute();
        return true;
      });
    },

    /** One that was given up as lost was there, and has been ended. False: that is known. */
    async foundAfterAll({ tenantId, id }: LinkKey): Promise<boolean> {
      const { numUpdatedRows } = await kysely
        .updateTable("conversations")
        .set({ end_reason: "found" })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("end_reason", "=", "lost")
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Nothing of it is kept: neither its link nor whose it was. */
    remove: (key: LinkKey): Promise<void> =>
      removeWithLink(database, { kind: conversationKind, table: "conversations" }, key),
  };
}

/** What follows a call that was there: a test or a rehearsal has told everything by then. */
function afterCallOf(
  record: ConversationRecord,
  { reason, endedMs, lookMs }: ConversationEnd & { lookMs: number },
): AfterCallRow | undefined {
  const { mode, link, madeMs, openedMs } = record;
  if (mode !== "video" || link.remoteId === undefined || madeMs === undefined) return undefined;
  const { remoteId, keyTag } = link;
  return newAfterCall({
    ...record,
    remoteId,
    keyTag,
    beganMs: madeMs,
    endedMs: Math.max(endedMs, openedMs),
    endReason: reason,
    lookMs,
  });
}
