import { type SqlBool, sql } from "kysely";
import { isNotOf } from "../../not-of.ts";
import type { Database } from "../../opening/connect.ts";
import { isoTime } from "../../times.ts";
import type { ThreadState, WarningRow } from "../team-rows.ts";
import { type StoredWarning, warningFrom } from "./stored-warning.ts";

/** One whose thread somebody writes; nothing is noted once another process has taken it over. Times are Unix ms. */
export type ClaimedThread = StoredWarning & {
  threadDueMs: number;
  /** Since when its message may stand there; undefined: none was sent. */
  threadBeganMs: number | undefined;
};

type Key = Pick<WarningRow, "tenant_id" | "id">;

export type WarningThreads = ReturnType<typeof createWarningThreads>;

/** The threads below the messages of warnings, each written once: `thread_due_at` says when, and is the lease of who does it. */
export function createWarningThreads(database: Database) {
  const { kysely, engine } = database;
  const forUpdate = engine === "postgres" ? sql`for update skip locked` : sql``;
  const isDue = sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`;

  return {
    async claimDue(limit: number, leaseMs: number, except: readonly string[] = []): Promise<ClaimedThread[]> {
      const now = isoTime(database.now());
      const isFree = sql<SqlBool>`thread_due_at <= ${now}
        and not exists (select 1 from tenants t where t.tenant_id = warnings.tenant_id and t.left_at is not null)
        and ${database.serves("warnings.tenant_id")} and ${isNotOf(except)}`;
      // Mostly there is nothing, and finding that out needs no lock.
      const some = await kysely.selectFrom("warnings").select("id").where(isFree).limit(1).execute();
      if (some.length === 0) return [];
      const threadDueMs = database.now() + leaseMs;
      const due = sql`
        select tenant_id, id from warnings where ${isFree} order by thread_due_at limit ${limit} ${forUpdate}`;
      const rows = await kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("warnings")
        .set({ thread_due_at: isoTime(threadDueMs) })
        .where(isDue)
        .returningAll()
        .execute();
      return rows.map((row) => ({
        ...warningFrom(row),
        threadDueMs,
        threadBeganMs: row.thread_began_at ? Date.parse(row.thread_began_at) : undefined,
      }));
    },

    /** Its message is about to be sent. False: another process has taken it over. */
    async posting(thread: ClaimedThread): Promise<boolean> {
      const began = sql<string>`coalesce(thread_began_at, ${isoTime(database.now())})`;
      return some(claimed(thread).set({ thread_state: "posting", thread_began_at: began }));
    },

    /** It is over. Where it could not be written its card is to say so: that is changed once more. */
    async ended(
      thread: ClaimedThread,
      { state, words = null }: { state: ThreadState; words?: string | null },
    ): Promise<boolean> {
      const tells = state === "refused" || state === "unknown";
      const columns = { thread_state: state, thread_words: words, thread_due_at: null };
      return some(claimed(thread).set({ ...columns, ...(tells ? { due_at: isoTime(database.now()) } : {}) }));
    },

    /** Again later. `isUnsent`: who did not take its message has taken nothing. */
    async again(thread: ClaimedThread, inMs: number, isUnsent: boolean): Promise<void> {
      const due = { thread_due_at: isoTime(database.now() + inMs) };
      const unsent = { thread_state: "due", thread_began_at: null } as const;
      await claimed(thread)
        .set({ ...due, ...(isUnsent ? unsent : {}) })
        .execute();
    },
  };

  async function some(update: ReturnType<typeof claimed>): Promise<boolean> {
    return (await update.executeTakeFirst()).numUpdatedRows > 0n;
  }

  function claimed({ tenantId, id, threadDueMs }: ClaimedThread) {
    return kysely
      .updateTable("warnings")
      .where("tenant_id", "=", tenantId)
      .where("id", "=", id)
      .where("thread_due_at", "=", isoTime(threadDueMs));
  }
}
