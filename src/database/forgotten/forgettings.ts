import { type Kysely, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { Tables } from "../tables.ts";
import { isoTime } from "../times.ts";

/** A process that died while it deleted a team's rows has said nothing for this long. */
const diedMs = 60_000;
const beatMs = 15_000;

/** Another process took this one for dead, and goes on with it; or has ended it. */
export class OvertakenError extends Error {
  override readonly name = "OvertakenError";
}

/** The forgetting of a team, in the hands of one process. */
export type Forgetting = {
  tenantId: string;
  /**
   * Carries out `work` in a transaction while the forgetting is still in these hands and has not ended, so that nothing new of the team has been
   * taken. Else throws OvertakenError: a process that stood still would delete what the team has begun anew.
   */
  hold<T>(work: (on: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** From now on what begins later is taken again. */
  end(): Promise<void>;
};

/** Who forgets which team. From the first statement on no row of the team is taken any more, until it has ended. */
export function createForgettings({ kysely, engine, now }: Database) {
  const nowIso = () => isoTime(now());

  function forgetting(tenantId: string, begunAt: string): Forgetting {
    // Beside it the newest of which nobody knows whether it was stored.
    const beats = [begunAt];

    async function hold<T>(work: (on: Kysely<Tables>) => Promise<T>): Promise<T> {
      const last = beats.at(-1) ?? begunAt;
      if (now() - Date.parse(last) > beatMs) beats.push(nowIso());
      return kysely.transaction().execute(async (on) => {
        const { numUpdatedRows } = await on
          .updateTable("forgotten")
          .set({ begun_at: beats.at(-1) ?? begunAt })
          .where("tenant_id", "=", tenantId)
          .where("begun_at", "in", beats)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new OvertakenError();
        return work(on);
      });
    }

    return {
      tenantId,
      hold,
      end: () =>
        hold(async (on) => {
          await on
            .updateTable("forgotten")
            .set({ ended_at: nowIso() })
            .where("tenant_id", "=", tenantId)
            .execute();
        }),
    };
  }

  return {
    /** Whoever else may be at it. */
    async begin(tenantId: string): Promise<Forgetting> {
      const begun = { begun_at: nowIso(), ended_at: null };
      await kysely
        .insertInto("forgotten")
        .values({ tenant_id: tenantId, ...begun })
        .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(begun))
        .execute();
      return forgetting(tenantId, begun.begun_at);
    },

    /** Undefined: it has come back, or somebody is at it. Whoever comes back meanwhile waits for this, or this for them. */
    async beginWhereLeft(tenantId: string, beforeMs: number): Promise<Forgetting | undefined> {
      const begunAt = nowIso();
      // SQLite has one writer at a time.
      const lock = engine === "postgres" ? sql`for update` : sql``;
      const { numAffectedRows } = await sql`
        insert into forgotten (tenant_id, begun_at, ended_at)
        select tenant_id, ${begunAt}, null from tenants
        where tenant_id = ${tenantId} and left_at < ${isoTime(beforeMs)} ${lock}
        on conflict (tenant_id) do update set begun_at = excluded.begun_at, ended_at = null
        where forgotten.ended_at is not null`.execute(kysely);
      return numAffectedRows === 1n ? forgetting(tenantId, begunAt) : undefined;
    },

    /** Undefined: nobody has begun it, or whoever has is alive. */
    async takeOver(tenantId: string): Promise<Forgetting | undefined> {
      const begunAt = nowIso();
      const { numUpdatedRows } = await kysely
        .updateTable("forgotten")
        .set({ begun_at: begunAt })
        .where("tenant_id", "=", tenantId)
        .where("ended_at", "is", null)
        .where("begun_at", "<", isoTime(now() - diedMs))
        .executeTakeFirst();
      return numUpdatedRows === 1n ? forgetting(tenantId, begunAt) : undefined;
    },

    /** Teams whose forgetting was begun by a process that has died since. */
    async listUnfinished(limit: number): Promise<string[]> {
      const rows = await kysely
        .selectFrom("forgotten")
        .select("tenant_id")
        .where("ended_at", "is", null)
        .where("begun_at", "<", isoTime(now() - diedMs))
        .limit(limit)
        .execute();
      return rows.map((row) => row.tenant_id);
    },

    async isUnderWay(tenantId: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("forgotten")
        .select("tenant_id")
        .where("tenant_id", "=", tenantId)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
