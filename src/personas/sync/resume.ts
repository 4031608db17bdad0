import type { SyncDeps } from "../deps.ts";
import { readAsked } from "./stored-run.ts";
import { runSync } from "./sync.ts";
import type { ResumedSync, SyncRequest } from "./sync-verbs.ts";

/** Runs are begun anew: what was done stays done, so they go on from there. */
export async function resumeSyncs(
  deps: SyncDeps,
  most: number,
  begun: (request: SyncRequest) => Promise<void>,
): Promise<ResumedSync[]> {
  const left = await deps.runs.claimUnfinished(most);
  const resumed = left.map(async (run) => {
    const request = { ...readAsked(run), interactionId: readAsked(run).interactionId ?? run.runId };
    await begun(request);
    deps.linking.log.info({ tenant: run.tenantId }, "a sync goes on whose process has ended");
    return { request, runId: run.runId, result: await runSync(deps, request, () => undefined) };
  });
  return Promise.all(resumed);
}
