import { type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { isoTime } from "../times.ts";

export type InteractionKey = { tenantId: string; id: string };

/** Beside the reservation of an effect, which carries the interaction's own id. */
const prefix = "answer ";

export type InteractionClaims = ReturnType<typeof createInteractionClaims>;

/** Which process answers an interaction that several may have. They lie with the deliveries, and go with them after a day. */
export function createInteractionClaims({ kysely, now }: Database, instance: string) {
  return {
    /** True for one process, and for that one each time. */
    async claim({ tenantId, id }: InteractionKey): Promise<boolean> {
      const claimed = await kysely
        .insertInto("deliveries")
        .values({
          tenant_id: tenantId,
          delivery_id: prefix + id,
          created_at: isoTime(now()),
          held_by: instance,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["tenant_id", "delivery_id"])
            .doUpdateSet({ held_by: instance })
            .where("deliveries.held_by", "=", instance),
        )
        .returning("delivery_id")
        .executeTakeFirst();
      return claimed !== undefined;
    },

    async ended(keys: readonly InteractionKey[]): Promise<void> {
      await kysely
        .updateTable("deliveries")
        .set({ ended_at: isoTime(now()) })
        .where(isAmong(keys))
        .where("held_by", "=", instance)
        .modifyEnd(repeatable)
        .execute();
    },

    /** Whoever has it, its answer comes another way: nobody takes it over. */
    async settle({ tenantId, id }: InteractionKey): Promise<void> {
      await kysely
        .updateTable("deliveries")
        .set({ ended_at: isoTime(now()) })
        .where("tenant_id", "=", tenantId)
        .where("delivery_id", "=", prefix + id)
        .modifyEnd(repeatable)
        .execute();
    },

    /** Those of these that are not answered although the process that had them is not among the `live`: now this one has them. */
    async takeOver(keys: readonly InteractionKey[], live: readonly string[]): Promise<InteractionKey[]> {
      const rows = await kysely
        .updateTable("deliveries")
        .set({ held_by: instance })
        .where(isAmong(keys))
        .where("ended_at", "is", null)
        .where("held_by", "not in", [...live, instance])
        .returning(["tenant_id", "delivery_id"])
        .execute();
      return rows.map(readKey);
    },

    /** Those of these that were answered. */
    async endedAmong(keys: readonly InteractionKey[]): Promise<InteractionKey[]> {
      const rows = await kysely
        .selectFrom("deliveries")
        .select(["tenant_id", "delivery_id"])
        .where(isAmong(keys))
        .where("ended_at", "is not", null)
        .execute();
      return rows.map(readKey);
    },
  };
}

function isAmong(keys: readonly InteractionKey[]) {
  const rows = keys.map(({ tenantId, id }) => sql`(${tenantId}, ${prefix + id})`);
  return sql<SqlBool>`(tenant_id, delivery_id) in (${sql.join(rows)})`;
}

function readKey(row: { tenant_id: string; delivery_id: string }): InteractionKey {
  return { tenantId: row.tenant_id, id: row.delivery_id.slice(prefix.length) };
}
