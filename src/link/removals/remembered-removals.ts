import type { Failure, Link } from "../../database/link/link-record.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { Removal as RemovedInTavus } from "../../tavus/prove.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import type { ByTeam } from "../gates/by-team.ts";
import { attemptsOf, inAge, isFromAttempt, isUndated, nextLook } from "../lost-attempts.ts";
import { isJustMade, isOfOtherKey, keyOfItsOwn, notThereYet } from "../not-there.ts";
import { oneByOne } from "../one-by-one.ts";
import { delayAfter, failureFrom, isGivenUp, isKeptForGood } from "../outcome.ts";
import { missingKeyOf } from "../pause-queue.ts";
import type { Fate, Linked, Linking, Marked, MarkedReading } from "../port.ts";
import { underEachKey } from "./under-keys.ts";

const removalsPerRound = 50;
/** One that a dead process took with it comes again after this. */
const againMs = 5 * 60_000;

/** The team's present one first. */
type Keys = readonly [TavusKey, ...TavusKey[]];
/** Each account is read once for all, when the first asks for it. */
type ReadMarked = (key: TavusKey) => Promise<MarkedReading>;
type Doomed = { remoteId: string; key: TavusKey };

/**
 * Carries out "and in Tavus" for records that were deleted here while Tavus could not be asked, or while nobody knew whether it
 * had made them: once their attempt has ended or died, what carries their mark and was made by one of their attempts is
 * deleted. Whoever deleted it is told how that ended.
 */
export function removeRemembered<Subject extends Linked>(
  linking: Linking<Subject>,
  byTeam: ByTeam,
): Promise<void> {
  return byTeam(
    (except) => linking.links.removals.claimDue(removalsPerRound, againMs, except),
    async (links, tenantId) => {
      const [key, ...others] = await linking.keys.keysEver(tenantId);
      await (key ? removeOfTenant(linking, links, [key, ...others]) : waitForKey(linking, links));
    },
  );
}

async function waitForKey<Subject extends Linked>(
  linking: Linking<Subject>,
  links: readonly Link[],
): Promise<void> {
  await oneByOne(links, async (link) => {
    const kind = await missingKeyOf(linking, link.tenantId);
    await putOffOrEnd(linking, link, { failure: { kind, words: null, incident: null } });
  });
}

async function removeOfTenant<Subject extends Linked>(
  linking: Linking<Subject>,
  links: readonly Link[],
  keys: Keys,
): Promise<void> {
  const readings = new Map<TavusKey, Promise<MarkedReading>>();
  const readMarked = (key: TavusKey) => {
    const reading = readings.get(key) ?? linking.port.readMarked(key.value);
    readings.set(key, reading);
    return reading;
  };
  const startedMs = linking.now();
  await oneByOne(links, async (link) => {
    try {
      await removeOne(linking, link, { readMarked, startedMs, keys });
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      const failure = failureFrom(error);
      const { kind: cause, incident } = failure;
      linking.log.warn(
        { tenant: link.tenantId, [link.kind]: link.id, cause, incident },
        "a remembered deletion failed",
      );
      await putOffOrEnd(linking, link, { failure, error });
    }
  });
}

async function removeOne<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  { readMarked, startedMs, keys }: { readMarked: ReadMarked; startedMs: number; keys: Keys },
): Promise<void> {
  const doomed =
    link.remoteId === undefined
      ? await findOwn(linking, link, { readMarked, keys })
      : await unlessOthers(linking, link, keys[0]);
  if (await isDecided(linking, link)) return;
  await oneByOne(doomed, async ({ remoteId, key }) => {
    let removal = await linking.port.remove(key.value, remoteId);
    if (removal !== "deleted" && link.remoteId !== undefined && isOfOtherKey(link, key))
      removal = await removeWithItsOwn(linking, link, remoteId);
    if (removal === "alreadyGone" && isJustMade(link, startedMs)) throw notThereYet(`delete ${link.kind}`);
    linking.log.info(
      { tenant: link.tenantId, [link.kind]: link.id, tavusPersonaId: remoteId },
      "deleted in Tavus as remembered",
    );
  });
  if (doomed.length > 0) return end(linking, link, { kind: "deleted" });
  const nextMs = nextLook(attemptsOf(link), startedMs);
  if (nextMs === undefined) return end(linking, link, { kind: "neverThere" });
  return linking.links.removals.putOff(link, nextMs);
}

/** That the present key's account has none says nothing of one that was made with another key, where that is still here. */
async function removeWithItsOwn<Subject extends Linked>(
  { port, keys }: Linking<Subject>,
  link: Link,
  remoteId: string,
): Promise<RemovedInTavus> {
  const madeWith = await keyOfItsOwn(keys, link);
  if (!madeWith) throw new TavusError({ kind: "notFound", operation: "delete persona", reached: "maybe" });
  return port.remove(madeWith.value, remoteId);
}

/** A team that came to another's object before there was an owner of each does not take it away. */
async function unlessOthers<Subject extends Linked>(
  { links }: Linking<Subject>,
  { tenantId, remoteId = "" }: Link,
  key: TavusKey,
): Promise<Doomed[]> {
  return (await links.owners.isOthers(tenantId, remoteId)) ? [] : [{ remoteId, key }];
}

/** Of what its requests may have made under each of the keys. That there is none is known only when all was read. */
async function findOwn<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  { readMarked, keys }: { readMarked: ReadMarked; keys: Keys },
): Promise<Doomed[]> {
  if (attemptsOf(link).length === 0 && !isUndated(link)) return [];
  const own: Doomed[] = [];
  const refused = await underEachKey(linking.log, keys, async (key) => {
    const { found, shortfall } = await readMarked(key);
    const marks = found.get(link.id);
    if (shortfall && (!marks || isUndated(link))) throw shortfall;
    const ours = await ownAmong(linking, link, marks ?? []);
    own.push(...ours.map(({ remoteId }) => ({ remoteId, key })));
  });
  // The present key is replaced by somebody; nobody is waited for who would replace another.
  const refusal = refused.find(({ key }) => key === keys[0]);
  if (refusal && own.length === 0) throw refusal.error;
  return own;
}

/**
 * Somebody's copy, made by hand or imported here, is not ours to delete. Where nobody knows when ours was asked for, it is the
 * oldest, as for a search, if it is known which that is.
 */
async function ownAmong<Subject extends Linked>(
  { links }: Linking<Subject>,
  link: Link,
  marks: readonly Marked[],
): Promise<Marked[]> {
  const [oldest] = inAge(marks);
  const isOurs = (marked: Marked) =>
    isFromAttempt(marked, attemptsOf(link)) ||
    (isUndated(link) && marked === oldest && marked.createdMs !== undefined);
  const own: Marked[] = [];
  for (const marked of marks) {
    if (!isOurs(marked)) continue;
    if (!(await links.isSomebodys(link.tenantId, marked.remoteId))) own.push(marked);
  }
  return own;
}

/** What Tavus will never do, and what it has not done in a day, ends; as long as nobody knows whether there is anything, nothing does. */
async function putOffOrEnd<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  { failure, error }: { failure: Failure; error?: TavusError },
): Promise<void> {
  const { links, now, random } = linking;
  const isOver = isGivenUp(link, now()) || (error !== undefined && isKeptForGood(error));
  if (isOver && link.remoteId !== undefined) return end(linking, link, { kind: "kept", failure });
  const untilMs = now() + delayAfter(link.tries, random(), error?.retryAfterMs);
  await links.removals.failed(link, { failure, untilMs });
}

/** Told first: a process that dies in between tells it once more. */
async function end<Subject extends Linked>(linking: Linking<Subject>, link: Link, fate: Fate): Promise<void> {
  const { links, port } = linking;
  const subject = (await isDecided(linking, link)) ? undefined : await port.loadEver(link);
  if (subject) await port.announceFate(subject, fate);
  if (fate.kind === "kept") return links.removals.givenUp(link, fate.failure);
  if (!(await links.removals.ended(link, fate.kind)) && fate.kind === "deleted")
    await makeAgain(linking, link);
}

/** Somebody has taken the deletion back, or this took so long that another process has brought it to its end, and told that. */
async function isDecided<Subject extends Linked>({ links }: Linking<Subject>, link: Link): Promise<boolean> {
  return (await links.find(link))?.removesRemote === false;
}

/** It was taken back while Tavus carried it out: as after any deletion there, it is made anew, and that is told. */
async function makeAgain<Subject extends Linked>(
  { links, wakeQueue }: Linking<Subject>,
  link: Link,
): Promise<void> {
  const back = await links.find(link);
  if (!back || link.remoteId === undefined || back.remoteId !== link.remoteId) return;
  await links.markMissing(back, link.remoteId, { isDeleted: true });
  if (await links.createAgain(back, back.userId)) wakeQueue();
}
