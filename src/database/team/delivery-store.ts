import type { ExpressionBuilder } from "kysely";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import type { Tables } from "../tables.ts";
import { isoTime } from "../times.ts";

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

/** Longer than a platform is given for one message; who has not said by then how it went has died. */
const underWayMs = 60_000;

/** Interactions whose effect has been carried out or begun, so that a second delivery of one does nothing. */
export function createDeliveryStore(database: Database) {
  const { kysely } = database;

  return {
    /**
     * True for the one caller that may act on this delivery, false for every later one; with `forMs`, for every one within that time,
     * and while it is under way.
     */
    async reserve(tenantId: string, deliveryId: string, forMs?: number): Promise<boolean> {
      const nowMs = database.now();
      const created_at = isoTime(nowMs);
      const { numInsertedOrUpdatedRows } = await kysely
        .insertInto("deliveries")
        .values({ tenant_id: tenantId, delivery_id: deliveryId, created_at })
        .onConflict((conflict) => {
          const known = conflict.columns(["tenant_id", "delivery_id"]);
          return forMs === undefined
            ? known.doNothing()
            : known.doUpdateSet({ created_at, ended_at: null }).where(mayBeAnew(nowMs, forMs));
        })
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    /** Gives a reservation back whose effect certainly did not happen. */
    async release(tenantId: string, deliveryId: string): Promise<void> {
      await kysely
        .deleteFrom("deliveries")
        .where("tenant_id", "=", tenantId)
        .where("delivery_id", "=", deliveryId)
        .execute();
    },

    /** Notes that these effects have happened, or are over. */
    async carriedOut(tenantId: string, deliveryIds: readonly string[]): Promise<void> {
      await kysely
        .updateTable("deliveries")
        .set({ ended_at: isoTime(database.now()) })
        .where("tenant_id", "=", tenantId)
        .where("delivery_id", "in", deliveryIds)
        .modifyEnd(repeatable)
        .execute();
    },

    /** How far an effect is; `dead`: whoever has begun it has died, and nobody can say. Undefined: it is not reserved. */
    async standing(
      tenantId: string,
      deliveryId: string,
    ): Promise<"underWay" | "carriedOut" | "dead" | undefined> {
      const row = await kysely
        .selectFrom("deliveries")
        .select(["created_at", "ended_at"])
        .where("tenant_id", "=", tenantId)
        .where("delivery_id", "=", deliveryId)
        .executeTakeFirst();
      if (!row) return undefined;
      if (row.ended_at !== null) return "carriedOut";
      // What lies far ahead was begun before the clock was set back.
      return Math.abs(database.now() - Date.parse(row.created_at)) < underWayMs ? "underWay" : "dead";
    },

    /** Removes up to `limit` reservations made before `before` (milliseconds since 1970); returns how many. */
    async purgeOlderThan(before: number, limit: number): Promise<number> {
      const oldest = kysely
        .selectFrom("deliveries")
        .select(["tenant_id", "delivery_id"])
        .where("created_at", "<", isoTime(before))
        .orderBy("created_at")
        .limit(limit);
      const { numDeletedRows } = await kysely
        .deleteFrom("deliveries")
        .where(({ eb, refTuple }) =>
          eb(refTuple("tenant_id", "delivery_id"), "in", oldest.$asTuple("tenant_id", "delivery_id")),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** A reservation that holds no longer: its time is over and its effect is not under way, or it is from before the clock was set back. */
function mayBeAnew(nowMs: number, forMs: number) {
  return ({ and, or, eb }: ExpressionBuilder<Tables, "deliveries">) =>
    or([
      eb("deliveries.created_at", ">=", isoTime(nowMs + underWayMs)),
      and([
        eb("deliveries.created_at", "<=", isoTime(nowMs - forMs)),
        or([
          eb("deliveries.ended_at", "is not", null),
          eb("deliveries.created_at", "<=", isoTime(nowMs - underWayMs)),
        ]),
      ]),
    ]);
}
