import type { Link } from "../database/link/link-record.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { attemptsOf, isFromAttempt, lateByMs } from "./lost-attempts.ts";
import type { Linked, Linking, Marked, MarkedReading } from "./port.ts";

const removalsPerRound = 50;
/** One that Tavus did not let finish, or that a dead process took with it, comes again after this. */
const againMs = 5 * 60_000;
const nothingRead: MarkedReading = { found: new Map(), shortfall: undefined };

/**
 * Carries out "and in Tavus" for records that were deleted while nobody knew whether Tavus had made them: once their
 * attempt has ended or died, what carries their mark and was made by one of their attempts is deleted.
 */
export async function removeRemembered<Subject extends Linked>(linking: Linking<Subject>): Promise<void> {
  const due = await linking.links.removals.claimDue(removalsPerRound, againMs);
  for (const [tenantId, links] of Map.groupBy(due, (link) => link.tenantId)) {
    const key = await linking.keys.keyFor(tenantId);
    if (key) await removeOfTenant(linking, links, key);
  }
}

async function removeOfTenant<Subject extends Linked>(
  linking: Linking<Subject>,
  links: readonly Link[],
  key: TavusKey,
): Promise<void> {
  try {
    const isUnknown = links.some((link) => link.remoteId === undefined && attemptsOf(link).length > 0);
    const { found, shortfall }: MarkedReading = isUnknown
      ? await linking.port.readMarked(key.value)
      : nothingRead;
    for (const link of links) {
      // That there is none is known only when all was read.
      if (shortfall && link.remoteId === undefined && !found.has(link.id)) continue;
      await removeOne(linking, link, { found: found.get(link.id) ?? [], key });
    }
    if (shortfall) throw shortfall;
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: cause, incident } = error;
    linking.log.warn({ tenant: links[0]?.tenantId, cause, incident }, "a remembered deletion must wait");
  }
}

async function removeOne<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  { found, key }: { found: readonly Marked[]; key: TavusKey },
): Promise<void> {
  const { links, port, log, now } = linking;
  const doomed =
    link.remoteId === undefined ? await ownAmong(linking, link, found) : await unlessOthers(linking, link);
  for (const remoteId of doomed) {
    await port.remove(key.value, remoteId);
    log.info(
      { tenant: link.tenantId, [link.kind]: link.id, tavusPersonaId: remoteId },
      "deleted in Tavus as remembered",
    );
  }
  const mayComeUntilMs = Math.max(0, ...attemptsOf(link)) + lateByMs;
  if (doomed.length > 0) return links.removals.ended(link, "deleted");
  if (now() > mayComeUntilMs) return links.removals.ended(link, "neverThere");
  return links.removals.putOff(link, mayComeUntilMs + 1);
}

/** A team that came to another's object before there was an owner of each does not take it away. */
async function unlessOthers<Subject extends Linked>(
  { links }: Linking<Subject>,
  { tenantId, remoteId = "" }: Link,
): Promise<string[]> {
  return (await links.owners.isOthers(tenantId, remoteId)) ? [] : [remoteId];
}

/** Somebody's copy, made by hand or imported here, is not ours to delete. */
async function ownAmong<Subject extends Linked>(
  { links }: Linking<Subject>,
  link: Link,
  found: readonly Marked[],
): Promise<string[]> {
  const own: string[] = [];
  for (const marked of found) {
    if (!isFromAttempt(marked, attemptsOf(link))) continue;
    if (!(await links.isSomebodys(link.tenantId, marked.remoteId))) own.push(marked.remoteId);
  }
  return own;
}
