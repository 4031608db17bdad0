import type { SettledRow } from "../../database/persona/persona-sync-store.ts";
import { isoTime } from "../../database/times.ts";
import { type Cause, isCause } from "../../warnings/causes.ts";
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
  const unlinked = (await readUnlinked(context)).filter(({ id }) => !linked.has(id));
  run.enter("creating", unlinked.length);
  if (unlinked.length === 0) return;
  if (request.mode === "preview") {
    for (const { id, name, isLeased } of unlinked)
      report.add(isLeased ? "undecided" : "created", { id, name });
    return;
  }
  const since = isoTime(deps.now());
  await deps.syncWrites.makeUnlinkedDue(tenantId);
  await deps.tenants.resumeQueue(tenantId);
  deps.wakeQueue();
  const waiting: Waiting = new Map(unlinked.map(({ id, name }) => [id, name]));
  try {
    await waitForAll(context, waiting, since);
  } finally {
    await listRest(context, waiting);
  }
}

async function waitForAll(context: SyncContext, waiting: Waiting, since: string): Promise<void> {
  const { deps, request, run } = context;
  const patienceMs = request.createPatienceMs ?? defaultPatienceMs;
  let newsMs = performance.now();
  for (;;) {
    const before = waiting.size;
    await noteSettled(context, waiting, since);
    if (waiting.size < before) newsMs = performance.now();
    run.progress.done += before - waiting.size;
    if (waiting.size === 0 || performance.now() - newsMs > patienceMs) return;
    if (await isQueuePaused(context)) return;
    deps.wakeQueue();
    await run.rest(pollMs);
  }
}

async function noteSettled(context: SyncContext, waiting: Waiting, since: string): Promise<void> {
  const { report } = context;
  for (const ids of chunksOf([...waiting.keys()])) {
    const rows = await context.deps.syncRows.settledOf(context.request.tenantId, ids);
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      const row = found.get(id);
      // Deleted meanwhile.
      if (!row) waiting.delete(id);
      else if (isSettled(row, since)) {
        waiting.delete(id);
        noteOutcome(report, row);
      }
    }
  }
}

function isSettled({ link, failed_at }: SettledRow, since: string): boolean {
  return link !== "pending" || (failed_at !== null && failed_at >= since);
}

function noteOutcome(report: SyncContext["report"], row: SettledRow): void {
  const { id, name, link } = row;
  const tavusPersonaId = row.tavus_persona_id ?? undefined;
  if (link === "linked") report.add("created", { id, tavusPersonaId, name });
  else report.add("failed", { id, name, cause: causeOf(row) });
}

function causeOf({ failure_kind: kind, must_look: mustLook }: SettledRow): Cause {
  if (kind !== null && isCause(kind)) return kind;
  return mustLook === 1 ? "interrupted" : "inLine";
}

/** Out of credits, or without a key that works: nothing more comes until people have acted. */
async function isQueuePaused({ deps, request }: SyncContext): Promise<boolean> {
  const tenant = await deps.tenants.find(request.tenantId);
  return tenant?.queuePause != null && Date.parse(tenant.queuePause.until) > deps.now();
}

async function listRest({ deps, request, report }: SyncContext, waiting: Waiting): Promise<void> {
  for (const ids of chunksOf([...waiting.keys()])) {
    for (const row of await deps.syncRows.settledOf(request.tenantId, ids)) noteOutcome(report, row);
  }
}

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsPerQuery) }, (_, index) =>
    ids.slice(index * idsPerQuery, (index + 1) * idsPerQuery),
  );
}
