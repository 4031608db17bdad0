import { setTimeout as delay } from "node:timers/promises";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { ForgettingHaltedError } from "../../errors.ts";
import { presentPromise } from "../../work.ts";
import type { LinkRow } from "../link/link-row.ts";
import { disown } from "../link/owners.ts";
import type { Database } from "../opening/connect.ts";
import type { Tables } from "../tables.ts";
import { tablesOfTeam } from "../team-tables.ts";
import { isoTime, untilTheyReturn } from "../times.ts";
import { createForgettings, type Forgetting, OvertakenError } from "./forgettings.ts";
import { keepLeftovers } from "./leftovers.ts";
import { isForgotten } from "./refuse-forgotten.ts";

/** Each statement deletes so many, so that none holds the database for long. */
const rowsPerDelete = 500;
/** No work is older: what began before a team was forgotten that long ago has ended. */
const remembersMs = 24 * 3_600_000;
/** Where a statement fails, what is left is deleted after this. */
const pausesMs = [200, 1000];

export type ForgottenTeams = ReturnType<typeof createForgottenTeams>;

/** What is deleted counts as the team's personas; `spared`: the condition by which some rows of a table stay. */
type Deletion = { forgetting: Forgetting; count: { personas: number }; spared: Spared };
type Spared = { [table in keyof Tables]?: RawBuilder<unknown> };

/** That a team is there is not deleted where it has come back. */
const unlessBack: Spared = { tenants: sql`and left_at is not null` };

/**
 * Whoever had pressed while the process died hears within two minutes that how it ended is not known: who had the team forgotten, too. It says
 * nothing of the team's, and goes when it was told; where nobody can tell it, or it holds what was typed, it goes now.
 */
const unlessAwaited: Spared = {
  owed: sql`and not (reply_json like '%"isPromise":true%' and reply_json not like '%"files":%'
    and tell_at <> ${untilTheyReturn} and not exists (select 1 from tenants t where t.tenant_id = owed.tenant_id and t.left_at is not null))`,
};

/** What this process has promised of the present work is told, or goes, with its answer. */
function unlessPromised(tenantId: string): Spared {
  const promise = presentPromise();
  return promise?.tenantId === tenantId ? { owed: sql`and delivery_id <> ${promise.deliveryId}` } : {};
}

/** Forgetting everything that a team has here, so that no work begun before leaves anything of it behind. */
export function createForgottenTeams(database: Database) {
  const { kysely, engine } = database;
  const forgettings = createForgettings(database);

  return {
    /**
     * Deletes everything a team has here; what it has in Tavus stays hidden from other teams. Returns how many personas that were. From its first statement on no row of the
     * team is taken any more, until it has ended; then only of work that begins later. Ended halfway, it goes on when called
     * again, and throws ForgettingHaltedError.
     */
    async forget(tenantId: string): Promise<number> {
      const count = { personas: 0 };
      try {
        const forgetting = await forgettings.begin(tenantId);
        await deleteAll({ forgetting, count, spared: unlessPromised(tenantId) });
      } catch (error) {
        if (!(error instanceof OvertakenError)) throw error;
        if (await forgettings.isUnderWay(tenantId)) throw new ForgettingHaltedError({ cause: error });
      }
      return count.personas;
    },

    /** The same of a team that left before then; undefined: it has come back, or another process forgets it. */
    async forgetLeft(tenantId: string, beforeMs: number): Promise<number | undefined> {
      return finish(await forgettings.beginWhereLeft(tenantId, beforeMs), unlessBack);
    },

    /** Ends what a process had begun that has died since; undefined: there is nothing to end. */
    async forgetUnfinished(tenantId: string): Promise<number | undefined> {
      return finish(await forgettings.takeOver(tenantId), { ...unlessBack, ...unlessAwaited });
    },

    listUnfinished: forgettings.listUnfinished,

    /** Whether the team was forgotten since the present work began. */
    async wasForgotten(tenantId: string): Promise<boolean> {
      const { rows } = await sql<{ is: boolean | number }>`select ${isForgotten(tenantId)} as "is"`.execute(
        kysely,
      );
      return Boolean(rows[0]?.is);
    },

    async purge(): Promise<void> {
      const before = isoTime(database.now() - remembersMs);
      await kysely.deleteFrom("forgotten").where("ended_at", "<", before).execute();
    },
  };

  async function finish(forgetting: Forgetting | undefined, spared: Spared): Promise<number | undefined> {
    if (!forgetting) return undefined;
    const count = { personas: 0 };
    try {
      await deleteAll({ forgetting, count, spared });
      return count.personas;
    } catch (error) {
      if (error instanceof OvertakenError) return undefined;
      throw error;
    }
  }

  async function deleteAll(deletion: Deletion): Promise<void> {
    for (const pauseMs of [...pausesMs, undefined]) {
      try {
        await deleteTables(deletion);
        break;
      } catch (error) {
        if (error instanceof OvertakenError) throw error;
        if (pauseMs === undefined) throw new ForgettingHaltedError({ cause: error });
        await delay(pauseMs);
      }
    }
    await database.eraseTraces().catch(() => undefined);
  }

  async function deleteTables({ forgetting, count, spared }: Deletion): Promise<void> {
    const { tenantId, hold } = forgetting;
    await disown(hold, tenantId);
    for (const { table, key } of tablesOfTeam) {
      await waitForWriters(table);
      const of = { tenantId, table, key, spared: spared[table] ?? sql`` };
      const deletePage = (on: Kysely<Tables>) =>
        table === "links" ? deleteLinks(on, tenantId) : deleteRows(on, of);
      for (let isMore = true; isMore; ) {
        const deleted = await hold(deletePage);
        if (table === "personas") count.personas += deleted;
        isMore = deleted >= rowsPerDelete;
      }
    }
    await forgetting.end();
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

  async function deleteRows(
    on: Kysely<Tables>,
    {
      tenantId,
      table,
      key: column,
      spared,
    }: { tenantId: string; table: string; key: string; spared: RawBuilder<unknown> },
  ): Promise<number> {
    const from = sql.table(table);
    const key = sql.ref(column);
    const { numAffectedRows = 0n } = await sql`
      delete from ${from} where tenant_id = ${tenantId} ${spared} and ${key} in
        (select ${key} from ${from} where tenant_id = ${tenantId} ${spared} limit ${rowsPerDelete})`.execute(
      on,
    );
    return Number(numAffectedRows);
  }

  /** No attempt can be opened for a link that is gone, so what is kept of the last ones is complete. */
  async function deleteLinks(on: Kysely<Tables>, tenantId: string): Promise<number> {
    const { rows } = await sql<LinkRow>`
      delete from links where tenant_id = ${tenantId} and (subject_kind, subject_id) in
        (select subject_kind, subject_id from links where tenant_id = ${tenantId} limit ${rowsPerDelete})
      returning *`.execute(on);
    await keepLeftovers({ ...database, kysely: on }, tenantId, rows);
    return rows.length;
  }
}
