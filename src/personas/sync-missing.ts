import { isoTime } from "../database/times.ts";
import { runLanes } from "./read-account.ts";
import { compareLinked } from "./sync-compare.ts";
import { inFlight, readOne, type SyncContext } from "./sync-context.ts";
import { isMassMissing } from "./sync-plan.ts";
import { SyncStopped } from "./sync-run.ts";
import type { SyncEntry } from "./sync-types.ts";

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
  await runLanes(inFlight, () => {
    const { value: persona } = waiting.next();
    if (!persona) return undefined;
    run.checkStop();
    return check(context, persona).then(() => {
      run.progress.done += 1;
    });
  });
}

async function findAbsent(
  { deps, request, report, run }: SyncContext,
  seen: ReadonlySet<string>,
  readingStartedMs: number,
): Promise<{ absent: Absent[]; linked: number }> {
  const before = isoTime(readingStartedMs);
  const absent: Absent[] = [];
  let linked = 0;
  let afterId = "";
  for (;;) {
    run.checkStop();
    const rows = await deps.syncRows.linkedAfter(request.tenantId, afterId, rowsPerPage);
    for (const { id, name, tavus_persona_id, link, written_at } of rows) {
      const tavusPersonaId = tavus_persona_id ?? "";
      if (link === "linked") linked += 1;
      if (seen.has(tavusPersonaId)) continue;
      if (link === "missing") report.add("missing", { id, tavusPersonaId, name });
      else if ((written_at ?? "") < before) absent.push({ id, tavusPersonaId, name });
    }
    afterId = rows.at(-1)?.id ?? "";
    if (rows.length < rowsPerPage) return { absent, linked };
  }
}

async function check(context: SyncContext, persona: Absent): Promise<void> {
  const { deps, request, report } = context;
  const { id, tavusPersonaId } = persona;
  const remote = await readOne(context, tavusPersonaId, false);
  if (remote) return compareLinked(context, [remote]);
  const isMissing =
    request.mode === "preview" || (await deps.syncWrites.markMissing(request.tenantId, id, tavusPersonaId));
  report.add(isMissing ? "missing" : "undecided", persona);
}
