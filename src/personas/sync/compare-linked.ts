import { isBehind, type Link } from "../../database/link/link-record.ts";
import type { ReadingMark } from "../../database/link/reading-store.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { Differing } from "../content/differing.ts";
import { findingOf } from "../content/standing.ts";
import { type Remote, readOne, type SyncContext } from "./context.ts";
import { isOfLateList, type LocalFacts, planRemote, type Step } from "./plan.ts";
import type { SyncListName } from "./sync-verbs.ts";

/** Compares linked personas with what Tavus holds, in full, and keeps what was found. At most a page at once. */
export async function compareLinked(
  context: SyncContext,
  remotes: readonly Remote[],
  { isListedInStep = true } = {},
): Promise<void> {
  if (remotes.length === 0) return;
  const { deps, request, report } = context;
  const byTavusId = new Map(remotes.map((remote) => [remote.tavusPersonaId, remote]));
  const records = await recordsOf(context, [...byTavusId.keys()]);
  const marks: ReadingMark[] = [];
  for (const record of records) {
    const { id, name, link } = record;
    const remote = byTavusId.get(link.remoteId ?? "");
    if (!remote) continue;
    const { differing, mark } = findingOf(record, () => remote.texts().content);
    const fields = differing.length > 0 ? { fields: differing.map(({ field }) => field) } : {};
    if (isListedInStep || differing.length > 0) {
      report.add(listOf(link, differing), { id, tavusPersonaId: remote.tavusPersonaId, name, ...fields });
    }
    if (isNews(link, mark)) marks.push(mark);
  }
  if (request.mode === "apply") await deps.linking.links.markReadings(request.tenantId, marks);
}

/** Lists what differs as it did, without reading any text of it. */
export async function noteDifferingStill(
  { deps, request, report }: SyncContext,
  seen: ReadonlyMap<string, readonly Differing[]>,
): Promise<void> {
  if (seen.size === 0) return;
  for (const persona of await deps.rows.namedWithRemoteIds(request.tenantId, [...seen.keys()])) {
    const { id, name, remoteId: tavusPersonaId } = persona;
    const differing = seen.get(tavusPersonaId) ?? [];
    const fields = differing.map(({ field }) => field);
    report.add(listOfDiffering(differing), { id, tavusPersonaId, name, fields });
  }
}

/** Lists those of which a change is not in Tavus yet by the name that they have here: it may be what was changed. */
export async function noteNotPushedYet(
  { deps, request, report }: SyncContext,
  tavusPersonaIds: readonly string[],
): Promise<void> {
  if (tavusPersonaIds.length === 0) return;
  const named = await deps.rows.namedWithRemoteIds(request.tenantId, tavusPersonaIds);
  for (const { id, name, remoteId } of named)
    report.add("notPushedYet", { id, tavusPersonaId: remoteId, name });
}

/**
 * The steps of a page, of which what a list may say because it has not heard of our last write is decided by the reading of that persona
 * alone. One that is not there any more is left to the next run; of one that was deleted on both sides there is nothing to say.
 */
export async function lookAgain(
  context: SyncContext,
  steps: readonly Step<Remote>[],
  facts: LocalFacts,
): Promise<Step<Remote>[]> {
  const decided: Step<Remote>[] = [];
  for (const step of steps) {
    const sure = isOfLateList(step) ? await stepByReading(context, step.remote, facts) : step;
    if (sure) decided.push(sure);
    else if (step.kind === "compare") reportUndecided(context, step.local.id, step.remote);
  }
  return decided;
}

async function stepByReading(
  context: SyncContext,
  { tavusPersonaId, isOwn }: Remote,
  facts: LocalFacts,
): Promise<Step<Remote> | undefined> {
  context.run.checkStop();
  const remote = await readOne(context, tavusPersonaId, { isOwn });
  return typeof remote === "string" ? undefined : planRemote(remote, facts);
}

function reportUndecided({ report }: SyncContext, id: string, { tavusPersonaId, name }: Remote): void {
  report.add("undecided", { id, tavusPersonaId, name });
}

async function recordsOf({ deps, request }: SyncContext, tavusIds: string[]): Promise<PersonaRecord[]> {
  const links = await deps.rows.withRemoteIds(request.tenantId, tavusIds);
  return deps.store.findAll(
    request.tenantId,
    links.map(({ id }) => id),
  );
}

function listOf(link: Link, differing: readonly Differing[]): SyncListName {
  if (differing.length === 0) return isBehind(link) ? "notPushedYet" : "inStep";
  return isBehind(link) ? "conflicts" : listOfDiffering(differing);
}

function listOfDiffering(differing: readonly Differing[]): SyncListName {
  return differing.some(({ how }) => how !== "theirs") ? "conflicts" : "differing";
}

function isNews(link: Link, { base, differs }: ReadingMark): boolean {
  return link.state === "missing" || base !== (link.base ?? "") || differs !== (link.differs ?? "");
}
