import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { isoTime } from "../times.ts";
import type { TenantRow } from "./team-rows.ts";

/** Why a tenant's retries rest, and until when (UTC ISO-8601). Another key than `keyTag` lifts the pause. */
export type QueuePause = { cause: string; until: string; keyTag: string | null };

/** Pauses during which a team's Tavus account cannot even be read. */
export const unreadableCauses: readonly string[] = ["noKey", "lockedKey", "invalidKey"];

/** A guild or workspace. `queuePause` may lie in the past: then it is over. */
export type Tenant = { tenantId: string; queuePause: QueuePause | null };

const noPause = { queue_cause: null, queue_paused_until: null, queue_key_tag: null };

export type TenantStore = ReturnType<typeof createTenantStore>;

/** What is known of each guild or workspace, one row each. */
export function createTenantStore(database: Database) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());

  return {
    /** Makes sure the tenant has a row; an existing one is left as it is. */
    async ensure(tenantId: string): Promise<void> {
      await kysely
        .insertInto("tenants")
        .values(newTenant(tenantId, nowIso()))
        .onConflict((conflict) => conflict.column("tenant_id").doNothing())
        .execute();
    },

    async find(tenantId: string): Promise<Tenant | undefined> {
      const row = await kysely
        .selectFrom("tenants")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .executeTakeFirst();
      return row && fromRow(row);
    },

    /** Pauses the tenant's retries, in the place of any earlier pause. */
    async pauseQueue(tenantId: string, { cause, until, keyTag }: QueuePause): Promise<void> {
      const pause = { queue_cause: cause, queue_paused_until: until, queue_key_tag: keyTag };
      await kysely
        .insertInto("tenants")
        .values({ ...newTenant(tenantId, nowIso()), ...pause })
        .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(pause))
        .execute();
    },

    /** Lifts a pause; writes nothing where there is none. */
    async resumeQueue(tenantId: string): Promise<void> {
      await kysely
        .updateTable("tenants")
        .set(noPause)
        .where("tenant_id", "=", tenantId)
        .where("queue_cause", "is not", null)
        .modifyEnd(repeatable)
        .execute();
    },

    /** Tenants whose retries rest, a page at a time, for a look at whether their key has changed since. */
    async listPaused(afterTenantId: string, limit: number): Promise<Tenant[]> {
      const rows = await kysely
        .selectFrom("tenants")
        .selectAll()
        .where("queue_cause", "is not", null)
        .where("tenant_id", ">", afterTenantId)
        .where(database.serves("tenants.tenant_id"))
        .orderBy("tenant_id")
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    /** One reading of a tenant's Tavus account at a time. False: another process is at it. */
    async beginSearch(tenantId: string, leaseMs: number): Promise<boolean> {
      await this.ensure(tenantId);
      const nowMs = database.now();
      const result = await kysely
        .updateTable("tenants")
        .set({ look_until: isoTime(nowMs + leaseMs) })
        .where("tenant_id", "=", tenantId)
        .where((where) =>
          where.or([where("look_until", "is", null), where("look_until", "<=", isoTime(nowMs))]),
        )
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async endSearch(tenantId: string): Promise<void> {
      await kysely
        .updateTable("tenants")
        .set({ look_until: null })
        .where("tenant_id", "=", tenantId)
        .execute();
    },
  };
}

function fromRow(row: TenantRow): Tenant {
  const { queue_cause: cause, queue_paused_until: until, queue_key_tag: keyTag } = row;
  const queuePause = cause !== null && until !== null ? { cause, until, keyTag } : null;
  return { tenantId: row.tenant_id, queuePause };
}

/** The row of a team of which nothing is known yet but its name. */
export function newTenant(tenantId: string, createdAt: string): TenantRow {
  return {
    tenant_id: tenantId,
    ...noPause,
    look_until: null,
    created_at: createdAt,
    left_at: null,
    left_because: null,
    welcomed_at: null,
    member_since: null,
  };
}
