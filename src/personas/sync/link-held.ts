import { surplusDelayMs } from "../../database/link/change.ts";
import { foldName } from "../../database/persona/fold-name.ts";
import { attemptsOf } from "../../link/lost-attempts.ts";
import { settle } from "../../link/settle.ts";
import { compareLinked } from "./compare-linked.ts";
import { personasInFlight, readOne, type SyncContext } from "./context.ts";
import { readUnlinked } from "./local-digests.ts";
import { type Held, type Match, planMatches } from "./plan-matches.ts";
import { runLanes } from "./read-list.ts";
import { importRemote, type ReadingState } from "./take-page.ts";

const namesPerQuery = 200;

/**
 * Decides what was held back while the account was read, against what is unlinked here now. Returns the ids here that
 * were linked, or would be.
 */
export async function linkHeld(
  context: SyncContext,
  { held, namesInTavus }: ReadingState,
): Promise<Set<string>> {
  const { run } = context;
  run.enter("linking", held.length);
  if (held.length === 0) return new Set();
  const unlinked = await readUnlinked(context);
  const here = await countNamesHere(context, held);
  const matches = planMatches(held, unlinked, {
    here: (name) => here.get(name) ?? 0,
    inTavus: (name) => namesInTavus.get(name) ?? 0,
  });
  const waiting = matches.values();
  await runLanes(personasInFlight, () => {
    const { value: match } = waiting.next();
    if (!match) return undefined;
    run.checkStop();
    return carryOut(context, match).then(() => {
      run.progress.done += 1;
    });
  });
  return new Set(matches.flatMap((match) => (match.kind === "link" ? [match.local.id] : [])));
}

async function countNamesHere(
  { deps, request }: SyncContext,
  held: readonly Held[],
): Promise<Map<string, number>> {
  const names = [...new Set(held.map(({ name }) => foldName(name)))];
  const counts = new Map<string, number>();
  for (let start = 0; start < names.length; start += namesPerQuery) {
    const some = names.slice(start, start + namesPerQuery);
    const counted = await deps.rows.countNames(request.tenantId, some);
    for (const [name, count] of counted) counts.set(name, count);
  }
  return counts;
}

async function carryOut(context: SyncContext, match: Match): Promise<void> {
  const { deps, request, report } = context;
  const { tavusPersonaId, name } = match.remote;
  switch (match.kind) {
    case "link":
      return link(context, match);
    case "import":
      return importHeld(context, match.remote);
    case "surplus":
      if (request.mode === "apply")
        await deps.linking.links.setSurplusCheck(
          { tenantId: request.tenantId, id: match.id },
          deps.linking.now(),
        );
      return report.add("undecided", { id: match.id, tavusPersonaId, name });
    case "undecided":
      return report.add("undecided", { tavusPersonaId, name });
  }
}

/** What is held is ids and hashes only, so it is read again; it may be gone meanwhile. */
async function importHeld(context: SyncContext, { tavusPersonaId, name }: Held): Promise<void> {
  if (context.request.mode === "preview") return context.report.add("imported", { tavusPersonaId, name });
  const remote = await readOne(context, tavusPersonaId, { isOwn: true });
  if (typeof remote !== "string") await importRemote(context, remote);
}

async function link(
  context: SyncContext,
  { local, remote, byRecord }: Extract<Match, { kind: "link" }>,
): Promise<void> {
  const { deps, request, key, report } = context;
  const { links, tenants, now, log, wakeQueue } = deps.linking;
  const { tenantId } = request;
  const { tavusPersonaId } = remote;
  const entry = { id: local.id, tavusPersonaId, name: local.name };
  if (request.mode === "preview") return report.add("linked", entry);
  const here = await links.find({ tenantId, id: local.id });
  if (!here || here.isGone) return;
  // Ours, of a version nobody knows: pushed. Somebody else's that matches: both sides stay, and what differs is told.
  const pushedRevision = byRecord ? 0 : here.revision;
  const chosen = { isFound: true, chosenAtAttempt: here.attempt } as const;
  const how = { keyTag: key.tag, ...(byRecord ? { isMade: true } : chosen) };
  // Another try's answer may still come: what it made is then left over.
  const leftOver =
    attemptsOf(here).length > 0
      ? { startedMs: here.attemptStartedMs ?? now(), checkAtMs: now() + surplusDelayMs }
      : undefined;
  const linked = await links.linked(here, { remoteId: tavusPersonaId, pushedRevision, leftOver, ...how });
  report.add(linked ? "linked" : "undecided", entry);
  if (!linked) return;
  log.info({ tenant: tenantId, persona: local.id, tavusPersonaId, byRecord }, "linked by a sync");
  if (linked.isTeamResting) await tenants.resumeQueue(tenantId);
  wakeQueue();
  if (!byRecord) {
    await settle(deps.linking, here);
    await tellDifferences(context, tavusPersonaId);
  }
}

async function tellDifferences(context: SyncContext, tavusPersonaId: string): Promise<void> {
  const remote = await readOne(context, tavusPersonaId, { isOwn: true });
  // It is listed as linked already: only what differs is listed besides.
  if (typeof remote !== "string") await compareLinked(context, [remote], { isListedInStep: false });
}
