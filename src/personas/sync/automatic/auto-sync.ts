import type { Logger } from "pino";
import { automaticUser } from "../../../automatic-user.ts";
import type { AutoSyncStore } from "../../../database/team/auto-sync-store.ts";
import { asWork } from "../../../work.ts";
import type { SyncRequest, SyncSummary, SyncVerbs } from "../sync-verbs.ts";
import { isNews, knownFrom } from "./known.ts";

const tickMs = 60_000;
/** Syncs at once in this process: each reads a whole account. */
const mostAtOnce = 2;

export type AutoSyncEnd = { summary: SyncSummary; isNews: boolean };

export type AutoSync = {
  start(): void;
  /** Looks at once which team's turn it is. */
  wake(): Promise<void>;
  /** Looks at once for runs whose process has ended before them. */
  resume(): Promise<void>;
  /** Begins none any more; what runs is left to end with the process, and is gone on with at the next one. */
  stop(): void;
};

/** Runs the syncs that teams have ordered every few hours. */
export function createAutoSync({
  store,
  personas,
  ended,
  resuming,
  resumed,
  leave,
  now,
  log,
}: {
  store: AutoSyncStore;
  personas: Pick<SyncVerbs, "sync" | "syncState" | "resumeSyncs">;
  /** Tells the team what came of it. */
  ended(tenantId: string, end: AutoSyncEnd): Promise<void>;
  /** One that somebody asked for goes on here, because its process has ended. */
  resuming(request: SyncRequest): Promise<void>;
  /** Tells whoever asked for it what came of that. */
  resumed(request: SyncRequest, summary: SyncSummary): Promise<void>;
  /** Leaves that to whoever finds it. */
  leave(request: SyncRequest): void;
  /** The database's clock, Unix ms. */
  now(): number;
  log: Logger;
}): AutoSync {
  let timer: NodeJS.Timeout | undefined;
  let running = 0;
  let isStopped = true;

  async function runOne(tenantId: string): Promise<void> {
    running += 1;
    try {
      const known = knownFrom(await personas.syncState(tenantId));
      const request = { tenantId, startedBy: automaticUser, mode: "apply", known } as const;
      const result = await personas.sync(request, () => undefined);
      // Else somebody's own is under way, and will say what it found.
      if (result.state !== "ended" || result.summary.stoppedBecause?.kind === "handedOver") return;
      await ended(tenantId, { summary: result.summary, isNews: isNews(result.summary, known) });
    } catch (error) {
      log.error({ tenant: tenantId, err: error }, "an automatic sync failed");
    } finally {
      running -= 1;
    }
  }

  /** What another process has left, or this one before it was started anew. */
  async function goOn(): Promise<void> {
    const isAsked = ({ startedBy }: SyncRequest) => startedBy !== automaticUser;
    await personas.resumeSyncs(mostAtOnce, {
      async begun(request) {
        if (isAsked(request)) await resuming(request);
      },
      async ended(request, summary) {
        if (isAsked(request)) await resumed(request, summary);
        else await ended(request.tenantId, { summary, isNews: isNews(summary, request.known) });
      },
      left(request) {
        if (isAsked(request)) leave(request);
      },
    });
  }

  async function resume(): Promise<void> {
    try {
      if (!isStopped) await asWork(now(), goOn);
    } catch (error) {
      log.error({ err: error }, "a sync that was left unfinished could not be gone on with");
    }
  }

  async function tick(): Promise<void> {
    void resume();
    try {
      if (isStopped || running >= mostAtOnce) return;
      const due = await store.claimDue(mostAtOnce - running);
      await Promise.all(due.map((tenantId) => asWork(now(), () => runOne(tenantId))));
    } catch (error) {
      log.error({ err: error }, "the automatic syncs could not be looked up");
    }
  }

  return {
    start() {
      isStopped = false;
      timer = setInterval(() => void tick(), tickMs);
      void tick();
    },
    wake: tick,
    resume,
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
