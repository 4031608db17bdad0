import { type SqlBool, sql } from "kysely";
import { presentAnswer } from "../../work.ts";
import { deadAfterMs } from "../fleet/instance-store.ts";
import { lockedFor } from "../link/link-queue.ts";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { isoTime } from "../times.ts";

/** A run's process renews its lease every second; after this it is taken for dead. */
const leaseMs = 10_000;
/** So long after a run's lease has ended another process goes on with it, unless people have begun one: by then its own counts as dead. */
const resumedAfterMs = deadAfterMs - leaseMs;

/** `asked`: JSON, what whoever goes on with it must know. */
export type NewSyncRun = {
  runId: string;
  mode: string;
  startedBy: string;
  progress: string;
  asked?: string | undefined;
  /** The run of a dead process that it goes on with: whether that was to stop still holds. */
  resumes?: string | undefined;
};

/** A run that its process has not ended. */
export type UnfinishedRun = Pick<NewSyncRun, "runId" | "mode" | "startedBy" | "asked"> & {
  tenantId: string;
  /** Where the answer to whoever asked for it stands, sealed. */
  answerSealed: string | undefined;
};

/** A run as it is kept; `progress` and `summary` are JSON, and the summary is null as long as it has none. */
export type StoredRun = {
  runId: string;
  mode: string;
  startedBy: string;
  startedMs: number;
  isCancelling: boolean;
  progress: string;
  summary: string | null;
  /** JSON, as in `NewSyncRun`. */
  asked: string | undefined;
  /** Nobody goes on with it; without a summary it failed. */
  isEnded: boolean;
  /** It has not ended and its process still renews its lease. */
  isAlive: boolean;
};

export type SyncStore = ReturnType<typeof createSyncStore>;

/** Each tenant's latest sync, one row: whoever holds its lease runs it, in whichever process. */
export function createSyncStore(database: Database) {
  const { kysely } = database;
  const now = () => isoTime(database.now());
  const leaseEnd = () => isoTime(database.now() + leaseMs);
  const running = (tenantId: string) =>
    kysely.updateTable("sync_runs").where("tenant_id", "=", tenantId).where("ended_at", "is", null);

  /** Where the answer stands: what shows how far it is may have come into being since the run began. */
  function answerIfKnown() {
    const answer = presentAnswer();
    return answer === undefined ? {} : { answer_sealed: answer };
  }

  return {
    /**
     * False: another run is under way, or the one to go on with is another process's by now, or over. A run whose process died is replaced.
     */
    async begin(
      tenantId: string,
      { runId, mode, startedBy, progress, asked, resumes }: NewSyncRun,
    ): Promise<boolean> {
      const at = now();
      const run = {
        run_id: runId,
        mode,
        started_by: startedBy,
        started_at: at,
        lease_until: leaseEnd(),
        progress_json: progress,
        ended_at: null,
        summary_json: null,
        asked_json: asked ?? null,
        answer_sealed: presentAnswer() ?? null,
      };
      if (resumes !== undefined) {
        const { numUpdatedRows } = await running(tenantId)
          .set(run)
          .where("run_id", "=", resumes)
          .where("lease_until", "<=", at)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }
      const begun = await kysely
        .insertInto("sync_runs")
        .values({ tenant_id: tenantId, ...run, cancel_requested: 0 })
        .onConflict((conflict) =>
          conflict
            .column("tenant_id")
            .doUpdateSet({ ...run, cancel_requested: 0 })
            .where((where) =>
              where.or([
                where("sync_runs.ended_at", "is not", null),
                where("sync_runs.lease_until", "<=", at),
              ]),
            ),
        )
        .returning("run_id")
        .executeTakeFirst();
      return begun?.run_id === runId;
    },

    /** Renews the lease and keeps the progress. Undefined: another process has begun a run. */
    async beat(
      tenantId: string,
      { runId, progress }: Pick<NewSyncRun, "runId" | "progress">,
    ): Promise<{ isCancelling: boolean } | undefined> {
      const row = await running(tenantId)
        .set({ lease_until: leaseEnd(), progress_json: progress, ...answerIfKnown() })
        .where("run_id", "=", runId)
        .returning("cancel_requested")
        .executeTakeFirst();
      return row && { isCancelling: row.cancel_requested === 1 };
    },

    /** False: another process has begun a run since, or it had ended already. */
    async end(
      tenantId: string,
      { runId, progress, summary }: Pick<NewSyncRun, "runId" | "progress"> & { summary: string | null },
    ): Promise<boolean> {
      const { numUpdatedRows } = await running(tenantId)
        .set({ progress_json: progress, summary_json: summary, ended_at: now(), answer_sealed: null })
        .where("run_id", "=", runId)
        .modifyEnd(repeatable)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** It is not at its end, and another process is to go on with it at once. False: as in `end`. */
    async handOver(
      tenantId: string,
      { runId, progress }: Pick<NewSyncRun, "runId" | "progress">,
    ): Promise<boolean> {
      const { numUpdatedRows } = await running(tenantId)
        .set({ progress_json: progress, lease_until: isoTime(0), ...answerIfKnown() })
        .where("run_id", "=", runId)
        .modifyEnd(repeatable)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /**
     * Runs that were handed over, or whose process died, to be begun anew by whoever gets them here; no one else does meanwhile. One that was to
     * stop is among them: whoever asked for it hears how it ended.
     */
    async claimUnfinished(limit: number): Promise<UnfinishedRun[]> {
      const nowMs = database.now();
      const isLeft = sql<SqlBool>`ended_at is null and lease_until <= ${isoTime(nowMs - resumedAfterMs)}`;
      const due = sql<{ tenant_id: string }>`(select tenant_id from sync_runs where ${isLeft}
        and ${database.serves("sync_runs.tenant_id")}
        and not exists (select 1 from tenants t where t.tenant_id = sync_runs.tenant_id and t.left_at is not null)
        limit ${limit} ${lockedFor(database.engine)})`;
      const rows = await kysely
        .with("due", () => due)
        .updateTable("sync_runs")
        .set({ lease_until: isoTime(nowMs) })
        .where(sql<SqlBool>`tenant_id in (select tenant_id from due)`)
        .where(isLeft)
        .returningAll()
        .execute();
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        runId: row.run_id,
        mode: row.mode,
        startedBy: row.started_by,
        asked: row.asked_json ?? undefined,
        answerSealed: row.answer_sealed ?? undefined,
      }));
    },

    /** False: nothing is running. What a dead process has left goes on otherwise: whoever gets it ends it then. */
    async cancel(tenantId: string): Promise<boolean> {
      const result = await running(tenantId).set({ cancel_requested: 1 }).executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async find(tenantId: string): Promise<StoredRun | undefined> {
      const row = await kysely
        .selectFrom("sync_runs")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .executeTakeFirst();
      return (
        row && {
          runId: row.run_id,
          mode: row.mode,
          startedBy: row.started_by,
          startedMs: Date.parse(row.started_at),
          isCancelling: row.cancel_requested === 1,
          progress: row.progress_json,
          summary: row.summary_json,
          asked: row.asked_json ?? undefined,
          isEnded: row.ended_at !== null,
          isAlive: row.ended_at === null && row.lease_until > now(),
        }
      );
    },
  };
}
