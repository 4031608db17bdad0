import { type SqlBool, sql } from "kysely";
import { isNotOf } from "../../not-of.ts";
import type { Database } from "../../opening/connect.ts";
import { isoTime } from "../../times.ts";
import type { WarningRow } from "../team-rows.ts";
import { type StoredWarning, warningFrom } from "./stored-warning.ts";

/**
 * Where a message came to stand. `told` is a direct message, `owed` one that its person does not take, and `seen` none
 * at all, because the person reads it elsewhere. `refusedBy`: the channel that did not take it.
 */
export type Placed =
  | { state: "posted"; channelId: string; messageId: string | null }
  | { state: "told" | "owed" | "seen"; userId: string | null; refusedBy?: string | null };

/** One that somebody works on; nothing is written once another process has taken it over. */
export type ClaimedWarning = StoredWarning & { leaseUntilMs: number };

/** What somebody did just now is in the log by then. */
const threadAfterMs = 5000;

type Key = Pick<WarningRow, "tenant_id" | "id">;

export type WarningQueue = ReturnType<typeof createWarningQueue>;

/**
 * The messages of warnings: `due_at` says that one is behind, and nobody touches it before `lease_until`, be it that
 * somebody is at it, that it was changed a moment ago, or that the platform failed.
 */
export function createWarningQueue(database: Database) {
  const { kysely, engine } = database;
  const nowIso = () => isoTime(database.now());
  const forUpdate = engine === "postgres" ? sql`for update skip locked` : sql``;
  const isDue = sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`;

  return {
    /** Takes messages that are behind, of every team but these. `due_at` becomes the lease's end: whatever is raised meanwhile moves it. */
    async claimDue(
      limit: number,
      leaseMs: number,
      except: readonly string[] = [],
    ): Promise<ClaimedWarning[]> {
      const now = nowIso();
      const isFree = sql<SqlBool>`due_at <= ${now} and (lease_until is null or lease_until <= ${now})
        and not exists (select 1 from tenants t where t.tenant_id = warnings.tenant_id and t.left_at is not null)
        and ${database.serves("warnings.tenant_id")} and ${isNotOf(except)}`;
      // Mostly there is nothing, and finding that out needs no lock.
      const some = await kysely.selectFrom("warnings").select("id").where(isFree).limit(1).execute();
      if (some.length === 0) return [];
      const leaseUntilMs = database.now() + leaseMs;
      const leaseUntil = isoTime(leaseUntilMs);
      const due = sql`
        select tenant_id, id from warnings
        where ${isFree}
        order by due_at limit ${limit} ${forUpdate}`;
      const rows = await kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("warnings")
        .set({ lease_until: leaseUntil, due_at: leaseUntil })
        .where(isDue)
        .returningAll()
        .execute();
      return rows.map((row) => ({ ...warningFrom(row), leaseUntilMs }));
    },

    /**
     * The message is about to be posted: should nobody learn how that ended, it may stand there. False: another process has taken
     * it over.
     */
    async posting(tenantId: string, row: ClaimedWarning): Promise<boolean> {
      const { numUpdatedRows } = await claimed(tenantId, row)
        .set({ post_state: "posting" })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Whether no other process has taken it over. */
    async isHeld(tenantId: string, { id, leaseUntilMs }: ClaimedWarning): Promise<boolean> {
      const held = await kysely
        .selectFrom("warnings")
        .select("id")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("lease_until", "=", isoTime(leaseUntilMs))
        .executeTakeFirst();
      return held !== undefined;
    },

    /** Its message, as long as that is the one, may say less than another process has noted: it is changed once more. */
    async behind(tenantId: string, { id, messageId }: ClaimedWarning): Promise<void> {
      await kysely
        .updateTable("warnings")
        .set({ due_at: nowIso() })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("message_id", "=", messageId)
        .execute();
    },

    /**
     * The message says what the claimed row says, and is left alone for `restMs`. `isStale`: it may say less, so it is
     * changed once more. False: another process has taken it over.
     */
    async placed(
      tenantId: string,
      row: ClaimedWarning,
      { placed, restMs, isStale = false }: { placed: Placed; restMs: number; isStale?: boolean },
    ): Promise<boolean> {
      const rested = isoTime(database.now() + restMs);
      const upToDate = isStale ? rested : null;
      const threadDue = isoTime(database.now() + threadAfterMs);
      const result = await claimed(tenantId, row)
        .set({
          ...placeColumns(placed),
          ...(hasMessage(placed) && row.threadState === null && row.fixedMs === null
            ? { thread_state: "due", thread_due_at: threadDue }
            : {}),
          tries: 0,
          lease_until: rested,
          due_at: sql`case when due_at = ${isoTime(row.leaseUntilMs)} then ${upToDate} else due_at end`,
        })
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** The warning could not be said: again after `againInMs`. */
    async postponed(tenantId: string, row: ClaimedWarning, againInMs: number): Promise<void> {
      const again = isoTime(database.now() + againInMs);
      await claimed(tenantId, row)
        .set({ tries: row.tries + 1, lease_until: again, due_at: again })
        .execute();
    },
  };

  function claimed(tenantId: string, { id, leaseUntilMs }: ClaimedWarning) {
    return kysely
      .updateTable("warnings")
      .where("tenant_id", "=", tenantId)
      .where("id", "=", id)
      .where("lease_until", "=", isoTime(leaseUntilMs));
  }
}

/** Slack may have taken a message and not said where it stands: nothing hangs below that. */
function hasMessage(placed: Placed): boolean {
  return placed.state === "posted" && !!placed.messageId;
}

function placeColumns(placed: Placed) {
  const { state } = placed;
  if (state !== "posted") {
    const place = { channel_id: placed.refusedBy ?? null, message_id: null };
    // By now somebody may have to hear of it after all.
    return state === "seen" ? place : { ...place, post_state: state, user_id: placed.userId };
  }
  return { post_state: state, channel_id: placed.channelId, message_id: placed.messageId };
}
