import type { UnfinishedRun } from "../../database/team/sync-store.ts";
import { asWork } from "../../work.ts";
import type { SyncDeps } from "../deps.ts";
import { readAsked, readState } from "./stored-run.ts";
import { runSync } from "./sync.ts";
import type { OnResumed, SyncAnswer } from "./sync-verbs.ts";

/** Runs are begun anew: what was done stays done, so they go on from there. The answer to whoever asked stays where it was. */
export async function resumeSyncs(deps: SyncDeps, most: number, on: OnResumed): Promise<void> {
  const left = await deps.runs.claimUnfinished(most);
  const { now } = deps.linking;
  await Promise.all(
    left.map((run) => asWork(now(), () => resume(deps, run, on), { answerAt: () => run.answerSealed })),
  );
}

async function resume(deps: SyncDeps, run: UnfinishedRun, { begun, ended, left }: OnResumed): Promise<void> {
  const asked = readAsked(run);
  const request = { ...asked, interactionId: asked.interactionId ?? run.runId, resumes: run.runId };
  await begun(request);
  deps.linking.log.info({ tenant: run.tenantId }, "a sync goes on whose process has ended");
  const result = await runSync(deps, request, () => undefined).catch((error: unknown) => {
    left(request);
    throw error;
  });
  if (result.state !== "ended") return left(request);
  if (result.summary.stoppedBecause?.kind !== "handedOver") await ended(request, result.summary);
}

/** What can be said of a run to whoever asked for it by this interaction; undefined: another one has begun since, or it failed. */
export async function syncAnswer(
  { runs }: Pick<SyncDeps, "runs">,
  tenantId: string,
  interactionId: string,
): Promise<SyncAnswer | undefined> {
  const run = await runs.find(tenantId);
  if (!run || readAsked({ ...run, tenantId }).interactionId !== interactionId) return undefined;
  const state = readState(run);
  if (state.state === "failed") return undefined;
  // Whoever goes on with it says how it ended.
  return state.state === "ended" ? state : { state: "goesOn" };
}
