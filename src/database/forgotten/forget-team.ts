import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { ForgettingHaltedError } from "../../errors.ts";
import type { LinkRow } from "../link/link-row.ts";
import { disown } from "../link/owners.ts";
import type { Database } from "../opening/connect.ts";
import { tablesOfTeam } from "../team-tables.ts";
import { isoTime } from "../times.ts";
import { keepLeftovers } from "./leftovers.ts";
import { isForgotten } from "./refuse-forgotten.ts";

/** Each statement deletes so many, so that none holds the database for long. */
const rowsPerDelete = 500;
/** No work is older: what began before a team was forgotten that long ago has ended. */
const remembersMs = 24 * 3_600_000;
/** Where a statement fails, what is left is deleted after this. */
const pausesMs = [200, 1000];
/** A process that died while it deleted a team's rows has not ended that within this. */
const diedMs = 60_000;

export type ForgottenTeams = ReturnType<typeof createForgottenTeams>;

/** Forgetting everything that a team has here, so that no work begun before leaves anything of it behind. */
export function createForgottenTeams(database: Database) {
  const { kysely, engine } = database;
  const nowIso = () => isoTime(database.now());

  return {
    /**
     * Deletes everything a team has here; what it has in Tavus stays hidden from other teams. Returns how many personas that were. From its first statement on no row of the
     * team is taken any more, until it has ended; then only of work that begins later. Ended halfway, it goes on when called
     * again, and throws ForgettingHaltedError.
     */
    async forget(tenantId: string): Promise<number> {
      await begin(tenantId);
      const deleted = { personas: 0 };
      for (const pauseMs of [...pausesMs, undefined]) {
        try {
          await deleteAll(tenantId, deleted);
          break;
        } catch (error) {
          if (pauseMs === undefined) throw new ForgettingHaltedError({ cause: error });
          await delay(pauseMs);
        }
      }
      await database.eraseTraces().catch(() => undefined);
      return deleted.personas;
    },

    /** Whether the team was forgotten since the present work began. */
    async wasForgotten(tenantId: string): Promise<boolean> {
      const { rows } = await sql<{ is: boolean | number }>`select ${isForgotten(tenantId)} as "is"`.execute(
        kysely,
      );
      return Boolean(rows[0]?.is);
    },

    /** Teams whose forgetting was begun by a process that has died since. */
    async listUnfinished(limit: number): Promise<string[]> {
      const rows = await kysely
        .selectFrom("forgotten")
        .select("tenant_id")
        .where("ended_at", "is", null)
        .where("begun_at", "<", isoTime(database.now() - diedMs))
        .limit(limit)
        .execute();
      return rows.map((row) => row.tenant_id);
    },

    async purge(): Promise<void> {
      const before = isoTime(database.now() - remembersMs);
      await kysely.deleteFrom("forgotten").where("ended_at", "<", before).execute();
    },
  };

  async function deleteAll(tenantId: string, count: { personas: number }): Promise<void> {
    await disown(kysely, tenantId);
    for (const { table, key } of tablesOfTeam) {
      await waitForWriters(table);
      const deleted =
        table === "links" ? await deleteLinks(tenantId) : await deleteRows(tenantId, table, key);
      if (table === "personas") count.personas += deleted;
    }
    await kysely
      .updateTable("forgotten")
      .set({ ended_at: nowIso() })
      .where("tenant_id", "=", tenantId)
      .execute();
  }

  async function begin(tenantId: string): Promise<void> {
    const begun = { begun_at: nowIso(), ended_at: null };
    await kysely
      .insertInto("forgotten")
      .values({ tenant_id: tenantId, ...begun })
      .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(begun))
      .execute();
  }

  /**
   * On PostgreSQL a statement may be under way that looked before the team was being forgotten. It has locked its table
   * before it looked, so whoever gets this lock comes after it. SQLite has one writer at a time.
   */
  async function waitForWriters(table: string): Promise<void> {
    if (engine === "sqlite") return;
    await kysely
      .transaction()
      .execute((transaction) => sql`lock table ${sql.table(table)} in share mode`.execute(transaction));
  }

  async function deleteRows(tenantId: string, table: string, column: string): Promise<number> {
    const from = sql.table(table);
    const key = sql.ref(column);
    for (let deleted = 0; ; ) {
      const { numAffectedRows = 0n } = await sql`
        delete from ${from} where tenant_id = ${tenantId} and ${key} in
          (select ${key} from ${from} where tenant_id = ${tenantId} limit ${rowsPerDelete})`.execute(kysely);
      deleted += Number(numAffectedRows);
      if (numAffectedRows < BigInt(rowsPerDelete)) return deleted;
    }
  }

  /** No attempt can be opened for a link that is gone, so what is kept of the last ones is complete. */
  async function deleteLinks(tenantId: string): Promise<number> {
    for (let deleted = 0; ; ) {
      const count = await kysely.transaction().execute(async (transaction) => {
        const { rows } = await sql<LinkRow>`
          delete from links where tenant_id = ${tenantId} and (subject_kind, subject_id) in
            (select subject_kind, subject_id from links where tenant_id = ${tenantId} limit ${rowsPerDelete})
          returning *`.execute(transaction);
        await keepLeftovers({ ...database, kysely: transaction }, tenantId, rows);
        return rows.length;
      });
      deleted += count;
      if (count < rowsPerDelete) return deleted;
    }
  }
}
