import { surplusDelayMs } from "../database/link/change.ts";
import { isLeased, type Link } from "../database/link/link-record.ts";
import { unreadableCauses } from "../database/team/tenant-store.ts";
import type { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { Cause } from "../warnings/causes.ts";
import { inAge } from "./lost-attempts.ts";
import { isOfOtherKey } from "./not-there.ts";
import { oneByOne, onPages } from "./one-by-one.ts";
import { delayAfter, failureFrom, isGivenUp, outcomeOf, queuePauseMs } from "./outcome.ts";
import { pauseQueue } from "./pause-queue.ts";
import type { Linked, Linking, MarkedReading } from "./port.ts";
import { raiseFailure } from "./raise-failure.ts";
import { settle } from "./settle.ts";

const linksPerPage = 200;

/** A search under way: what it can decide began before it did. */
type Search = { tenantId: string; key: TavusKey; startedMs: number };

/**
 * Searches a tenant's Tavus account once for every create of this kind whose outcome is unknown and whose request has ended:
 * found ones are adopted, the others may be tried again, if the whole account could be read and their leases were over when that
 * began. Until then their requests may still arrive. True: it has read something, so that the queue may have more to do.
 */
export async function findLost<Subject extends Linked>(
  linking: Linking<Subject>,
  { tenantId, key }: { tenantId: string; key: TavusKey },
): Promise<boolean> {
  const search = { tenantId, key, startedMs: linking.now() };
  if (!(await hasLost(linking, search))) return false;
  const reading = await linking.port.readMarked(key.value);
  const ofOthers = new Set<string>();
  const adoptFound = () =>
    forEachLost(linking, search, async (link) => {
      if (!reading.found.has(link.id)) return;
      if ((await adopt(linking, link, { ...reading, key })) === "ofOthers") ofOthers.add(link.id);
    });
  const { shortfall } = reading;
  const decideOthers = () =>
    shortfall
      ? postpone(linking, search, shortfall)
      : noteAsNotFound(linking, search, ({ id }) => !reading.found.has(id) || ofOthers.has(id));
  // One that cannot be adopted is no reason to leave all the others undecided.
  await oneByOne([adoptFound, decideOthers], (step) => step());
  return !shortfall || reading.found.size > 0;
}

async function noteAsNotFound<Subject extends Linked>(
  linking: Linking<Subject>,
  search: Search,
  isNotThere: (link: Link) => boolean,
): Promise<void> {
  linking.warnings.succeeded(search.tenantId, "read");
  await forEachLost(linking, search, async (link) => {
    if (!isNotThere(link)) return;
    await (isLeased(link, search.startedMs)
      ? noteNotFoundYet(linking, link, search)
      : noteNotFound(linking, link, search.key));
  });
}

async function hasLost<Subject extends Linked>(
  { queue, links }: Linking<Subject>,
  { tenantId, startedMs }: Search,
): Promise<boolean> {
  const page = { kind: links.kind, readingStartedMs: startedMs, afterId: "", limit: 1 };
  return (await queue.lostAttempts(tenantId, page)).length > 0;
}

function forEachLost<Subject extends Linked>(
  { queue, links }: Linking<Subject>,
  { tenantId, startedMs }: Search,
  decideOne: (link: Link) => Promise<void>,
): Promise<void> {
  const page = { kind: links.kind, readingStartedMs: startedMs, limit: linksPerPage };
  const read = (afterId: string) => queue.lostAttempts(tenantId, { ...page, afterId });
  return oneByOne(
    onPages(linksPerPage, read, ({ id }) => id),
    decideOne,
  );
}

/** Whoever asked for it reads that it was looked for, and when that is done again. */
async function noteNotFoundYet<Subject extends Linked>(
  { links, port }: Linking<Subject>,
  link: Link,
  search: Search,
): Promise<void> {
  // Nobody asked for what is made once to be looked for now, nor for those that were only served along.
  if (port.isMadeOnce || !isDue(link, search)) return;
  await links.notFoundYet(link, { kind: "notSeenYet" satisfies Cause, words: null, incident: null });
}

function isDue({ nextAttemptMs = 0 }: Link, { startedMs }: Search): boolean {
  return nextAttemptMs <= startedMs;
}

async function noteNotFound<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  key: TavusKey,
): Promise<void> {
  const { links, log, port, now } = linking;
  // A restored one that had never been sent has none: of no key that was changed anything is said then.
  const isOtherKey = isOfOtherKey(link, key);
  if (port.isMadeOnce) {
    const failure = link.failure ?? { kind: "interrupted", words: null, incident: null };
    await links.notFoundForGood(link, { failure, checkAtMs: now() + surplusDelayMs, isOtherKey });
  } else {
    await links.notFound(link, isOtherKey);
  }
  log.info({ tenant: link.tenantId, [link.kind]: link.id }, "a lost create was not found in Tavus");
}

/** `ofOthers`: people have linked all that was found to other records, so that nothing in Tavus is this one's. */
async function adopt<Subject extends Linked>(
  { links, now, log, tenants, port }: Linking<Subject>,
  link: Link,
  { found: marked, shortfall, key }: MarkedReading & { key: TavusKey },
): Promise<"decided" | "ofOthers"> {
  const { tenantId, id, kind } = link;
  const found = inAge(marked.get(id) ?? []);
  // What it holds is not known, so a later push compares it with what is here. What is made once is never changed.
  const pushedRevision = port.isMadeOnce ? link.revision : 0;
  // It may be an earlier attempt's; then the last one may still make another, or stand where nobody could read.
  const mayBeMore = found.length > 1 || shortfall !== undefined || link.unknownAttemptsMs.length > 0;
  const checkAtMs = found.length > 1 ? now() : now() + surplusDelayMs;
  const leftOver = mayBeMore ? { startedMs: link.attemptStartedMs ?? now(), checkAtMs } : undefined;
  let adopted: string | undefined;
  let taken = 0;
  for (const { remoteId } of found) {
    const one = { remoteId, pushedRevision, keyTag: key.tag, isMade: true, leftOver };
    if (await links.linked(link, one)) adopted = remoteId;
    else if (await links.isLinked(tenantId, remoteId)) taken += 1;
    if (adopted !== undefined) break;
  }
  const isAdopted = adopted !== undefined;
  if (!isAdopted && leftOver) await links.surplusSeen(link, checkAtMs);
  log.info(
    { tenant: tenantId, [kind]: id, tavusPersonaId: adopted ?? found[0]?.remoteId, isAdopted },
    "a lost create was found in Tavus",
  );
  // That the account can be read says nothing of what else the queue rests for.
  const pause = (await tenants.find(tenantId))?.queuePause;
  if (pause && unreadableCauses.includes(pause.cause)) await tenants.resumeQueue(tenantId);
  return isAdopted || taken < found.length ? "decided" : "ofOthers";
}

/** Nothing was learned: the links wait on, still to be looked for. */
async function postpone<Subject extends Linked>(
  linking: Linking<Subject>,
  search: Search,
  error: TavusError,
): Promise<void> {
  const { tenantId, key } = search;
  const { kind: cause, incident } = failureFrom(error);
  const isForPeople = outcomeOf(error) === "waitingForPeople";
  linking.log.warn({ tenant: tenantId, cause, incident }, "a search in Tavus for lost creates failed");
  if (isForPeople) await pauseQueue(linking, tenantId, { cause, keyTag: key.tag });
  let isRaised = false;
  await forEachLost(linking, search, async (link) => {
    // Those that are not due yet have their own time; they would only have been served along.
    if (!isDue(link, search)) return;
    await postponeOne(linking, link, error);
    // One reading failed, however many wait for it.
    if (!isRaised) isRaised = await raiseFailure(linking, { link }, error);
  });
}

async function postponeOne<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  error: TavusError,
): Promise<void> {
  const { links, now, random } = linking;
  const failure = failureFrom(error);
  const isForPeople = outcomeOf(error) === "waitingForPeople";
  if (!isForPeople && isGivenUp(link, now())) {
    await links.refused(link, { failure, mayExist: true });
    return settle(linking, link);
  }
  // Where the pause holds no search up, this does.
  const restMs = unreadableCauses.includes(failure.kind) ? 0 : queuePauseMs;
  const delayMs = isForPeople ? restMs : delayAfter(link.tries, random(), error.retryAfterMs);
  await links.unknown(link, { failure, nextAttemptMs: now() + delayMs, countsAsTry: !isForPeople });
}
