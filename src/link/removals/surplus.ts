import type { Link } from "../../database/link/link-record.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import { isFromAttempt, nextLook } from "../lost-attempts.ts";
import { oneByOne } from "../one-by-one.ts";
import { isKeptForGood } from "../outcome.ts";
import type { Linked, Linking, Marked } from "../port.ts";
import { underEachKey } from "./under-keys.ts";

/** A check that a dead process took with it, or that Tavus did not let finish, comes again after this. */
export const checkAgainMs = 600_000;
export const checksPerRound = 50;

/**
 * Finds and removes what lost requests have made after all: objects in Tavus with the mark of one of ours, made around an
 * attempt whose outcome was never learned, and never linked. Anything else with that mark is somebody's own copy. `due` are
 * links of one tenant, `keys` all that its requests may have gone out with, its present one first: what one's account does not have
 * another's may.
 */
export async function removeSurplus<Subject extends Linked>(
  linking: Linking<Subject>,
  { due, keys }: { due: readonly Link[]; keys: readonly TavusKey[] },
): Promise<void> {
  try {
    const startedMs = linking.now();
    const refused = await underEachKey(linking.log, keys, (key) => removeUnder(linking, due, key));
    // The present one is replaced by somebody; nobody is waited for who would replace another.
    if (refused.some(({ key }) => key === keys[0])) return;
    await oneByOne(due, (link) => endOrPutOff(linking, link, startedMs));
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    linking.log.warn({ cause: error.kind, incident: error.incident }, "a search for surplus failed");
  }
}

/** Rejects where not all of the account was read: one that was found may be surplus, that there is none is known only then. */
async function removeUnder<Subject extends Linked>(
  linking: Linking<Subject>,
  due: readonly Link[],
  key: TavusKey,
): Promise<void> {
  const { found, shortfall } = await linking.port.readMarked(key.value);
  const marked = due.filter(({ id }) => found.has(id));
  await oneByOne(marked, (link) => removeAll(linking, link, { found: found.get(link.id) ?? [], key }));
  if (shortfall) throw shortfall;
}

async function removeAll<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  { found, key }: { found: readonly Marked[]; key: TavusKey },
): Promise<void> {
  // Which one is surplus shows only when one is linked, or when none ever will be.
  if (isUnsettled(link) || waitsForRetry(linking, link) || isRemovedWhole(link)) return;
  let removed = 0;
  try {
    await oneByOne(found, async (marked) => {
      if (!(await isOurSurplus(linking, link, marked))) return;
      if (await removeUnlessForbidden(linking, link, { marked, key })) removed += 1;
    });
  } finally {
    const subject = removed > 0 ? await linking.port.loadEver(link) : undefined;
    if (subject) await linking.port.announceRemoval(subject, removed);
  }
}

async function endOrPutOff<Subject extends Linked>(
  linking: Linking<Subject>,
  link: Link,
  startedMs: number,
): Promise<void> {
  if (isUnsettled(link)) return;
  const nextMs = waitsForRetry(linking, link) ? undefined : nextLook(link.unknownAttemptsMs, startedMs);
  await linking.links.surplusChecked(link, nextMs ?? null);
}

/** What it has left over is looked for when it is retried. */
function waitsForRetry<Subject extends Linked>({ port }: Linking<Subject>, { state }: Link): boolean {
  return state === "failed" && !port.isMadeOnce;
}

/** Whatever its requests have made is on its way out of Tavus, and its person hears what became of it. */
function isRemovedWhole({ removesRemote, remoteId }: Link): boolean {
  return removesRemote && remoteId === undefined;
}

function isUnsettled({ state, isGone }: Link): boolean {
  return state === "pending" && !isGone;
}

/** False: it has gone already, or Tavus does not let go of it, which must not keep the others from being removed. */
async function removeUnlessForbidden<Subject extends Linked>(
  { port, log }: Linking<Subject>,
  link: Link,
  { marked: { remoteId }, key }: { marked: Marked; key: TavusKey },
): Promise<boolean> {
  const about = { tenant: link.tenantId, [link.kind]: link.id, tavusPersonaId: remoteId };
  try {
    // Another process was quicker, and tells it.
    if ((await port.remove(key.value, remoteId)) === "alreadyGone") return false;
  } catch (error) {
    if (!(error instanceof TavusError) || !isKeptForGood(error)) throw error;
    log.error(
      { ...about, incident: error.incident },
      "a second one stays in Tavus, which refuses to delete it",
    );
    return false;
  }
  log.warn(about, "removed a second one from Tavus");
  return true;
}

async function isOurSurplus<Subject extends Linked>(
  { links }: Linking<Subject>,
  link: Link,
  marked: Marked,
): Promise<boolean> {
  if (marked.remoteId === link.remoteId || !isFromAttempt(marked, link.unknownAttemptsMs)) return false;
  return !(await links.isSomebodys(link.tenantId, marked.remoteId));
}
