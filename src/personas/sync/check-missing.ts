import { compareLinked } from "./compare-linked.ts";
import { personasInFlight, readOne, type SyncContext } from "./context.ts";
import { isMassMissing } from "./plan.ts";
import { runLanes } from "./read-list.ts";
import { SyncStopped } from "./run.ts";
import type { SyncEntry } from "./sync-verbs.ts";

const rowsPerPage = 500;

type Absent = SyncEntry & { id: string; tavusPersonaId: string };

/**
 * Finds out about every linked persona that a complete reading did not show. Only Tavus's word about the persona itself
 * makes it missing. Throws SyncStopped when so many are absent that a person must be asked first.
 */
export async function checkMissing(
  context: SyncContext,
  { seen, readingStartedMs }: { seen: ReadonlySet<string>; readingStartedMs: number },
): Promise<void> {
  const { run, request } = context;
  run.enter("checkingMissing");
  const { absent, linked } = await findAbsent(context, seen, readingStartedMs);
  const counts = { absent: absent.length, linked };
  if (isMassMissing(counts) && !request.isMassMissingConfirmed) {
    throw new SyncStopped({ kind: "mostMissing", ...counts });
  }
  run.progress.total = absent.length;
  const waiting = absent.values();
  await runLanes(personasInFlight, () => {
    const { value: persona } = waiting.next();
    if (!persona) return undefined;
    run.checkStop();
    return check(context, persona).then(() => {
      run.progress.done += 1;
    });
  });
}

async function findAbsent(
  context: SyncContext,
  seen: ReadonlySet<string>,
  readingStartedMs: number,
): Promise<{ absent: Absent[]; linked: number }> {
  const { deps, request, report } = context;
  const absent: Absent[] = [];
  for (const tavusIds of await unseenIds(context, seen)) {
    const named = await deps.rows.namedWithRemoteIds(request.tenantId, tavusIds);
    for (const { id, name, remoteId: tavusPersonaId, state, writtenMs = 0 } of named) {
      const persona = { id, tavusPersonaId, name };
      if (state === "missing") report.add("missing", persona);
      else if (writtenMs < readingStartedMs) absent.push(persona);
    }
  }
  const linked = absent.length === 0 ? 0 : await deps.rows.countLinked(request.tenantId);
  return { absent, linked };
}

/** Tavus ids known here that the reading did not show, in portions. */
async function unseenIds(
  { deps, request, run }: SyncContext,
  seen: ReadonlySet<string>,
): Promise<string[][]> {
  const portions: string[][] = [];
  let afterId = "";
  for (;;) {
    run.checkStop();
    const ids = await deps.rows.remoteIdsAfter(request.tenantId, afterId, rowsPerPage);
    const unseen = ids.filter((id) => !seen.has(id));
    if (unseen.length > 0) portions.push(unseen);
    if (ids.length < rowsPerPage) return portions;
    afterId = ids.at(-1) ?? "";
  }
}

async function check(context: SyncContext, persona: Absent): Promise<void> {
  const { deps, request, report } = context;
  const { id, tavusPersonaId } = persona;
  const remote = await readOne(context, tavusPersonaId, { isOwn: false, isUnlisted: true });
  if (remote === "unreadable") return;
  if (remote !== "gone") return compareLinked(context, [remote]);
  const isMissing =
    request.mode === "preview" ||
    (await deps.linking.links.markMissing({ tenantId: request.tenantId, id }, tavusPersonaId));
  report.add(isMissing ? "missing" : "undecided", persona);
}
