import type { Context } from "../../chat/command.ts";
import { AnsweredElsewhere } from "../../chat/own-answering.ts";
import { knownFrom } from "../../personas/sync/automatic/known.ts";
import type {
  SyncProgress,
  SyncRequest,
  SyncResult,
  SyncState,
  SyncStop,
  SyncSummary,
} from "../../personas/sync/sync-verbs.ts";
import { takeOne } from "../ask/daily-limits.ts";
import type { Services } from "../services.ts";

type Counted = { result: Exclude<SyncResult, { state: "goneOnWith" }>; leftNote: string | undefined };

/**
 * A sync that a person asked for, taken from the day's limit and written down. A preview is free, and so is whatever
 * finds another one under way or comes to nothing. Throws UserError when none is left of the day.
 */
export async function runCounted(
  request: SyncRequest,
  context: Context<Services>,
  onProgress: (progress: SyncProgress) => void,
): Promise<Counted> {
  const { personas, audit } = context.services;
  const standing = await personas.syncState(request.tenantId);
  leaveToOthers(standing, context);
  if (standing.state === "running") return { result: standing, leftNote: undefined };
  const isFree = request.mode === "preview";
  const leftNote = isFree ? undefined : await takeOne("syncs", context.interactionId, context);
  const result = await runOrGiveBack({ ...request, known: knownFrom(standing) }, context, onProgress);
  if (result.state === "goneOnWith") throw new AnsweredElsewhere();
  leaveToOthers(result, context);
  if (result.state === "ended") {
    const details = countsIn(result.summary);
    audit.record(context, { action: isFree ? "sync-preview" : "sync", details });
  }
  return { result, leftNote };
}

/**
 * The process that began the very sync that is asked for has died: whoever goes on with the run ends it in the message that
 * announced it.
 */
function leaveToOthers(state: SyncState, { interactionId }: Context<Services>): void {
  const isUnended = state.state === "running" || state.state === "interrupted";
  if (isUnended && state.interactionId === interactionId) throw new AnsweredElsewhere();
}

async function runOrGiveBack(
  request: SyncRequest,
  { services, interactionId }: Context<Services>,
  onProgress: (progress: SyncProgress) => void,
): Promise<SyncResult> {
  let cameToNothing = true;
  try {
    const result = await services.personas.sync(request, onProgress);
    cameToNothing = result.state === "running" || (result.state === "ended" && isFruitless(result.summary));
    return result;
  } finally {
    if (cameToNothing) await services.limits.giveBack(request.tenantId, "syncs", interactionId);
  }
}

/** A sync that failed before it changed anything. */
function isFruitless({ stoppedBecause, imported, linked, created }: SyncSummary): boolean {
  const hasFailed = stoppedBecause?.kind === "noKey" || stoppedBecause?.kind === "tavus";
  return hasFailed && imported.count + linked.count + created.count === 0;
}

const broughtLists = [
  ["imported", "imported"],
  ["linked", "linked"],
  ["created", "created"],
] as const;

const openLists = [
  ["differing", "changed in Tavus"],
  ["conflicts", "changed on both sides"],
  ["missing", "gone in Tavus"],
  ["failed", "not in Tavus yet"],
] as const;

const stopWords: { [kind in SyncStop["kind"]]: string } = {
  cancelled: "stopped by Cancel",
  noKey: "stopped: there was no Tavus key",
  otherAccount: "stopped: the key is of another account",
  mostMissing: "stopped: most were not in Tavus",
  tavus: "stopped: Tavus failed",
  takenOver: "stopped: another process went on",
  handedOver: "stopped: it goes on after a restart",
};

/** What came of a sync, for the team's log. */
export function countsIn(summary: SyncSummary): string {
  const counts = [...broughtLists, ...openLists].flatMap(([list, word]) =>
    summary[list].count > 0 ? [`${word}: ${summary[list].count}`] : [],
  );
  const stop = summary.stoppedBecause ? [stopWords[summary.stoppedBecause.kind]] : [];
  return [...counts, `in step: ${summary.inStep.count}`, ...stop].join(", ");
}

/** The same in a line: what it brought, and whatever it left to people. */
export function sentenceOfCounts(summary: SyncSummary): string {
  const brought = broughtLists.map(([list, word]) => `${summary[list].count} ${word}`);
  const open = openLists.flatMap(([list, word]) =>
    summary[list].count > 0 ? [`${summary[list].count} ${word}`] : [],
  );
  return [...brought, ...open].join(", ");
}
