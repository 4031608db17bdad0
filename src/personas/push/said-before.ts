import { newForMs } from "../../database/link/change.ts";
import { isBehind, type Link } from "../../database/link/link-record.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { contentOfVersion, mostVersions, type VersionStore } from "../../database/persona/version-store.ts";
import { type Base, readAgreed, writeAgreed } from "../content/agreed.ts";
import { type Differing, readDiffering } from "../content/differing.ts";
import { placeOf, type SyncField, syncFields } from "../content/each-field.ts";
import { hashOf, ourContent, type SyncContent } from "../content/fingerprint.ts";
import { mayBeSent, type Standing } from "../content/standing.ts";

/**
 * What was said here after what Tavus has taken for sure, and before what is said now; the newest first. Of each nobody knows whether it
 * was taken, too.
 */
export async function saidSince(
  versions: Pick<VersionStore, "beforeSaying">,
  record: PersonaRecord,
): Promise<SyncContent[]> {
  const { writtenMs = 0 } = record.link;
  const limit = Math.min(editsUntaken(record.link) - 1, mostVersions);
  return limit < 1 ? [] : saidIn(versions, record, { limit, afterMs: writtenMs });
}

function editsUntaken(link: Link): number {
  return isBehind(link) ? link.revision - link.pushedRevision : 0;
}

/**
 * The same with a base on which both sides agree about what Tavus holds of our own: an edit whose answer was lost, and which another one
 * followed before it was sent again. Nobody has changed that in Tavus, so what is here now goes over it.
 */
export function agreedOnOwn(
  base: Base | undefined,
  { theirs, reading }: Standing,
  said: readonly SyncContent[],
): Base {
  const agreedOn = readAgreed(base);
  return writeAgreed((field) => {
    const isOwn = (once: SyncContent) => placeOf(field).isMadeOf(theirs[field], once[field]);
    const ours = reading.fields.includes(field) ? said.find(isOwn)?.[field] : undefined;
    return ours === undefined ? agreedOn(field) : { theirs: hashOf(theirs[field]), ours: hashOf(ours) };
  });
}

/**
 * Whether Tavus has taken the last write only a moment ago. What was said here before that, where it shows it, is as a rule told by a
 * part of it that has not heard of the write, and nobody has changed anything.
 */
export function isJustWritten(
  { writtenMs, attemptStartedMs = 0 }: Link,
  nowMs: number = attemptStartedMs,
): boolean {
  return writtenMs !== undefined && Math.abs(nowMs - writtenMs) < newForMs;
}

/** A persona is seldom edited more often within a few minutes. */
const editsLookedAt = 5;

/**
 * What differs but for what Tavus shows, a moment after a write, as it was said here before that: a part of it tells this that has not
 * heard of the write. What people were told of still differs.
 */
export async function withoutLate(
  saidBefore: () => Promise<SyncContent[]>,
  { link }: Pick<PersonaRecord, "link">,
  { theirs, differing, nowMs }: Pick<Standing, "theirs" | "differing"> & { nowMs: number },
): Promise<Differing[]> {
  if (differing.length === 0 || !isJustWritten(link, nowMs)) return differing;
  const said = await saidBefore();
  const told = readDiffering(link.differs);
  const isTold = ({ field, seen }: Differing) => told.some((one) => one.field === field && one.seen === seen);
  return differing.filter((one) => one.how !== "theirs" || isTold(one) || !isOfOnce(one.field, theirs, said));
}

/** What was said here before what is said now, the newest first, of as many edits as are looked at. */
export function saidBefore(
  versions: Pick<VersionStore, "beforeSaying">,
  record: PersonaRecord,
): Promise<SyncContent[]> {
  return saidIn(versions, record, { limit: editsLookedAt, afterMs: 0 });
}

async function saidIn(
  versions: Pick<VersionStore, "beforeSaying">,
  record: PersonaRecord,
  { limit, afterMs }: { limit: number; afterMs: number },
): Promise<SyncContent[]> {
  const { tenantId, id } = record;
  const found = await versions.beforeSaying(tenantId, id, limit);
  return found
    .filter(({ atMs }) => atMs > afterMs)
    .map(({ content }) => ourContent({ ...contentOfVersion(content, record), id }));
}

/** Whether Tavus shows what was said here once: nobody here has said what somebody sets there. */
export function isOfOnce(field: SyncField, theirs: SyncContent, said: readonly SyncContent[]): boolean {
  return said.some((once) => placeOf(field).isMadeOf(theirs[field], once[field]));
}

/**
 * What a reading after a write may show from before it. `said`: what was said here since what both sides agreed on in `base`; `earlier`: what
 * was said here before that, where a reading may be so late.
 */
export type EarlierSaid = {
  base: Base | undefined;
  said: readonly SyncContent[];
  earlier: readonly SyncContent[];
};

/**
 * Whether Tavus shows, after a write, what it held before: said here since both sides agreed, or what they had agreed on, or was said
 * before that, and it did not show any more. That is not what it makes of what is said now; a part of it tells this that has not heard of
 * the write. What it shows as it did just before the write it keeps.
 */
export function isEarlier(
  field: SyncField,
  { before, after, ours }: { before: SyncContent; after: SyncContent; ours: SyncContent },
  { base, said, earlier }: EarlierSaid,
): boolean {
  const { isMadeOf } = placeOf(field);
  if (isMadeOf(after[field], ours[field])) return false;
  const isAgreed = readAgreed(base)(field).theirs === hashOf(after[field]);
  const isOld = after[field] !== before[field] && (isAgreed || isOfOnce(field, after, earlier));
  return isOld || isOfOnce(field, after, said);
}

/**
 * What is said here again, while Tavus holds something else for all that is known. That Tavus shows it does not say so: a part of Tavus may
 * tell it that has not heard of what came in between. So it is sent; where it is that there be nothing, which cannot be taken away where it
 * is not shown, it is read again.
 */
export function takenBack(
  record: PersonaRecord,
  { theirs, ours }: Standing,
  said: readonly SyncContent[],
): SyncField[] {
  const agreedOn = readAgreed(record.link.base);
  // All that Tavus may have taken since is what is said now.
  const isOneLost = mayBeSent(record.link) && editsUntaken(record.link) === 1;
  const isKnownOtherwise = (field: SyncField) => {
    const agreed = agreedOn(field);
    const isOurs = agreed.ours !== undefined && agreed.ours !== hashOf(ours[field]);
    return isOurs && !isOneLost && (agreed.theirs ?? agreed.ours) !== hashOf(theirs[field]);
  };
  return syncFields.filter(
    (field) =>
      theirs[field] === ours[field] &&
      (isKnownOtherwise(field) || said.some((once) => once[field] !== ours[field])),
  );
}
