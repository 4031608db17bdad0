import type { SettledPersona } from "../../database/persona/sync-rows.ts";
import { failureOf } from "../../link/outcome.ts";
import type { SyncContext } from "./context.ts";
import { readUnlinked } from "./local-digests.ts";

const pollMs = 200;
const idsPerQuery = 500;
const defaultPatienceMs = 30_000;

type Waiting = Map<string, string>;

/**
 * Makes everything due that is not linked, and waits for what comes of it as long as something does. The queue alone
 * asks Tavus to make anything, so what is not done yet when the wait is over is done later.
 */
export async function createUnlinked(context: SyncContext, linked: ReadonlySet<string>): Promise<void> {
  const { deps, request, report, run } = context;
  const { tenantId } = request;
  const { linking } = deps;
  const unlinked = (await readUnlinked(context)).filter(({ id }) => !linked.has(id));
  run.enter("creating", unlinked.length);
  if (unlinked.length === 0) return;
  if (request.mode === "preview") {
    for (const { id, name, isLeased } of unlinked)
      report.add(isLeased ? "undecided" : "created", { id, name });
    return;
  }
  const sinceMs = linking.now();
  await linking.links.makeUnlinkedDue(tenantId, request.startedBy);
  await linking.tenants.resumeQueue(tenantId);
  linking.wakeQueue();
  const waiting: Waiting = new Map(unlinked.map(({ id, name }) => [id, name]));
  try {
    await waitForAll(context, waiting, sinceMs);
  } finally {
    await listRest(context, waiting);
  }
}

async function waitForAll(context: SyncContext, waiting: Waiting, sinceMs: number): Promise<void> {
  const { deps, request, run } = context;
  const patienceMs = request.createPatienceMs ?? defaultPatienceMs;
  let newsMs = performance.now();
  for (;;) {
    const before = waiting.size;
    await noteSettled(context, waiting, sinceMs);
    if (waiting.size < before) newsMs = performance.now();
    run.progress.done += before - waiting.size;
    if (waiting.size === 0 || performance.now() - newsMs > patienceMs) return;
    if (await isQueuePaused(context)) return;
    deps.linking.wakeQueue();
    await run.rest(pollMs);
  }
}

async function noteSettled(context: SyncContext, waiting: Waiting, sinceMs: number): Promise<void> {
  const { report } = context;
  for (const ids of chunksOf([...waiting.keys()])) {
    const rows = await context.deps.rows.settledOf(context.request.tenantId, ids);
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      const row = found.get(id);
      // Deleted meanwhile.
      if (!row) waiting.delete(id);
      else if (isSettled(row, sinceMs)) {
        waiting.delete(id);
        noteOutcome(report, row);
      }
    }
  }
}

function isSettled({ state, failure }: SettledPersona, sinceMs: number): boolean {
  return state !== "pending" || (failure !== undefined && failure.atMs >= sinceMs);
}

function noteOutcome(report: SyncContext["report"], persona: SettledPersona): void {
  const { id, name, state, remoteId: tavusPersonaId } = persona;
  if (state === "linked") report.add("created", { id, tavusPersonaId, name });
  else report.add("failed", { id, name, cause: failureOf(persona)?.cause });
}

/** Out of credits, or without a key that works: nothing more comes until people have acted. */
async function isQueuePaused({ deps, request }: SyncContext): Promise<boolean> {
  const tenant = await deps.linking.tenants.find(request.tenantId);
  return tenant?.queuePause != null && Date.parse(tenant.queuePause.until) > deps.linking.now();
}

async function listRest({ deps, request, report }: SyncContext, waiting: Waiting): Promise<void> {
  for (const ids of chunksOf([...waiting.keys()])) {
    for (const row of await deps.rows.settledOf(request.tenantId, ids)) noteOutcome(report, row);
  }
}

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsPerQuery) }, (_, index) =>
    ids.slice(index * idsPerQuery, (index + 1) * idsPerQuery),
  );
}
