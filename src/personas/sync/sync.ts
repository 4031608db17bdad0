import { TeamForgottenError } from "../../errors.ts";
import { missingKeyOf } from "../../link/pause-queue.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { SyncDeps } from "../deps.ts";
import { checkMissing } from "./check-missing.ts";
import type { SyncContext } from "./context.ts";
import { createUnlinked } from "./create-unlinked.ts";
import { guardAccount } from "./guard-account.ts";
import { linkHeld } from "./link-held.ts";
import { readUnlinked } from "./local-digests.ts";
import { type AccountReading, readAccount } from "./read-account.ts";
import { readUnlisted } from "./read-unlisted.ts";
import { createSyncReport, type SyncReport } from "./report.ts";
import { SyncRun, SyncStopped, syncState } from "./run.ts";
import type {
  EndedSync,
  SyncProgress,
  SyncRequest,
  SyncResult,
  SyncStop,
  SyncSummary,
} from "./sync-verbs.ts";
import { createReadingState, importRest, type ReadingState, syncPage } from "./take-page.ts";

/**
 * Brings a team's personas and its Tavus account together, or in a preview says what that would do.
 * One at a time per tenant, over all processes: whoever asks meanwhile gets the progress. A failure at Tavus, and
 * Cancel, end it with what was done so far; another run goes on from there.
 */
export async function runSync(
  deps: SyncDeps,
  request: SyncRequest,
  onProgress: (progress: SyncProgress) => void,
): Promise<SyncResult> {
  for (;;) {
    const run = await SyncRun.begin(deps, request, onProgress);
    if (run) return runToEnd(deps, request, run);
    if (request.resumes !== undefined) {
      deps.linking.log.info(
        { tenant: request.tenantId },
        "another process has gone on with a sync meanwhile",
      );
      return { state: "goneOnWith" };
    }
    const state = await syncState(deps, request.tenantId);
    if (state.state === "running") return state;
    // It ended in between.
  }
}

async function runToEnd(
  deps: SyncDeps,
  request: SyncRequest,
  run: SyncRun,
): Promise<EndedSync | { state: "goneOnWith" }> {
  const report = createSyncReport();
  const outcome: Outcome = { isListUnsure: false, isListCut: false, listed: 0 };
  try {
    await runUntilStopped(deps, { request, run, report, outcome });
    const summary = summarise(deps, { request, run, report, outcome });
    const isHeld = request.isAnsweredHere === true && summary.stoppedBecause?.kind === "handedOver";
    const isOurs = await (isHeld ? run.hold() : endOrAbandon(deps, run, summary));
    logEnd(deps, request, summary);
    if (!isOurs) return { state: "goneOnWith" };
    if (hasSeenAll(outcome)) deps.linking.warnings.succeeded(request.tenantId, "sync");
    const letGo = async () => void (await endOrAbandon(deps, run, summary));
    return { state: "ended", summary, ...(isHeld && { letGo }) };
  } catch (error) {
    const isOurs = await run.end(undefined).catch(() => run.abandon());
    if (isOurs !== false) throw error;
    deps.linking.log.warn(
      { tenant: request.tenantId, err: error },
      "a sync failed with which another process goes on",
    );
    return { state: "goneOnWith" };
  }
}

/** Tavus has let it finish, or come to where a person is to be asked. */
function hasSeenAll({ stoppedBecause: stop }: Outcome): boolean {
  return stop === undefined || stop.kind === "otherAccount" || stop.kind === "mostMissing";
}

/** What was done is told, also where it cannot be kept. False: whoever goes on with it tells it. */
async function endOrAbandon({ linking }: SyncDeps, run: SyncRun, summary: SyncSummary): Promise<boolean> {
  try {
    return await (summary.stoppedBecause?.kind === "handedOver" ? run.handOver() : run.end(summary));
  } catch (error) {
    run.abandon();
    if (error instanceof TeamForgottenError) throw error;
    linking.log.error({ err: error }, "what a sync came to could not be stored");
    return true;
  }
}

type Outcome = Pick<SyncSummary, "isListUnsure" | "isListCut" | "listed" | "miscounted" | "stoppedBecause">;
type Parts = { request: SyncRequest; run: SyncRun; report: SyncReport; outcome: Outcome };

async function runUntilStopped(deps: SyncDeps, parts: Parts): Promise<void> {
  try {
    const key = await deps.keys.keyFor(parts.request.tenantId);
    if (!key) throw new SyncStopped(await noKeyStop(deps, parts.request));
    const account = deps.accounts.of(parts.request.tenantId, key);
    const pages = account.openPages((error) =>
      deps.linking.log.warn({ tenant: parts.request.tenantId, err: error }, noThread),
    );
    await carryOut({ deps, key, account, pages, ...parts }, parts.outcome).finally(() => pages.close());
  } catch (error) {
    parts.outcome.stoppedBecause = stopFrom(error);
  }
}

const noThread = "a sync reads its pages beside everything else: the thread for it did not start, or died";

async function noKeyStop(deps: SyncDeps, { tenantId }: SyncRequest): Promise<SyncStop> {
  const isLocked = (await missingKeyOf(deps, tenantId)) === "lockedKey";
  return { kind: "noKey", ...(isLocked && { isLocked }) };
}

function stopFrom(error: unknown): SyncStop {
  if (error instanceof SyncStopped) return error.stop;
  if (!(error instanceof TavusError)) throw error;
  const { kind, words, incident } = error;
  return { kind: "tavus", cause: kind, words, incident };
}

async function carryOut(context: SyncContext, outcome: Outcome): Promise<void> {
  const { deps, run } = context;
  await guardAccount(context);
  const state = createReadingState(await readUnlinked(context));
  const readingStartedMs = deps.linking.now();
  run.enter("reading");
  const { isComplete, isCut, unreadable, listed, miscounted } = await readInto(context, state);
  context.report.countUnreadable(unreadable);
  Object.assign(outcome, { isListUnsure: !isComplete && !isCut, isListCut: isCut, listed, miscounted });
  await readUnlisted(context, state);
  const linked = await linkHeld(context, state);
  if (isComplete) await checkMissing(context, { seen: state.seen, readingStartedMs });
  await createUnlinked(context, linked);
}

/** What was read until a failure is imported all the same. */
async function readInto(context: SyncContext, state: ReadingState): Promise<AccountReading> {
  try {
    return await readAccount(context, state.seen, (page) => syncPage(context, page, state));
  } finally {
    await importRest(context, state);
  }
}

function summarise(deps: SyncDeps, { request, run, report, outcome }: Parts): SyncSummary {
  return {
    ...report.lists(),
    others: report.others,
    unreadable: report.unreadable,
    ...outcome,
    ...run.progress,
    mode: request.mode,
    startedBy: request.startedBy,
    ...(request.resumes !== undefined && { isResumed: true }),
    startedMs: run.startedMs,
    endedMs: deps.linking.now(),
  };
}

function logEnd(deps: SyncDeps, { tenantId, mode }: SyncRequest, summary: SyncSummary): void {
  const { imported, linked, created, missing, failed, phase, stoppedBecause } = summary;
  const counts = {
    imported: imported.count,
    linked: linked.count,
    created: created.count,
    missing: missing.count,
    failed: failed.count,
  };
  deps.linking.log.info({ tenant: tenantId, mode, ...counts, phase, stoppedBecause }, "sync ended");
}
