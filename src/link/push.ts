import type { Link } from "../database/link/link-record.ts";
import { TavusError } from "../tavus/errors.ts";
import { hasTimeLeft, type OpenAttempt } from "./attempt.ts";
import { isJustMade, isOfOtherKey, notThereYet } from "./not-there.ts";
import { delayAfter, failureFrom, outcomeOf } from "./outcome.ts";
import { pauseQueue } from "./pause-queue.ts";
import type { Linked, Linking } from "./port.ts";
import { raiseFailure } from "./raise-failure.ts";
import { settle } from "./settle.ts";

/**
 * Brings a later revision to the linked object in Tavus. Doing it twice does no harm, so an unknown outcome is simply tried
 * again. `force` throws away what somebody has not published in Tavus's own editor, and holds for this push alone.
 */
export function pushRevision<Subject extends Linked>(
  linking: Linking<Subject>,
  attempt: OpenAttempt<Subject>,
  { force = false }: { force?: boolean } = {},
): Promise<void> {
  const { link } = attempt.subject;
  const run = async () => {
    try {
      await push(linking, attempt, force);
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      const failure = unlessJustMade(linking, attempt, error);
      await storePushFailure(linking, attempt, failure);
      await raiseFailure(linking, { link }, failure);
    }
    await settle(linking, link);
  };
  return linking.gate.run(link.tenantId, run, () => hasTimeLeft(linking, attempt));
}

async function push<Subject extends Linked>(
  linking: Linking<Subject>,
  attempt: OpenAttempt<Subject>,
  force: boolean,
): Promise<void> {
  const { port, links, tenants, warnings } = linking;
  const { subject, key } = attempt;
  const { link } = subject;
  // One that outlives its lease could undo a newer one.
  const mayGoOn = () => hasTimeLeft(linking, attempt);
  const compared = mayGoOn() ? await port.push(key.value, subject, { force, mayGoOn }) : undefined;
  if (!compared) return links.givenBack(link);
  await links.pushed(link, link.sentRevision ?? link.revision, compared);
  await tenants.resumeQueue(link.tenantId);
  warnings.succeeded(link.tenantId, "push");
}

function unlessJustMade<Subject extends Linked>(
  { now }: Linking<Subject>,
  { subject: { link }, key }: OpenAttempt<Subject>,
  error: TavusError,
): TavusError {
  const isDoubted = error.kind === "notFound" && isJustMade(link, now()) && !isOfOtherKey(link, key);
  return isDoubted ? notThereYet(error.operation, error) : error;
}

async function storePushFailure<Subject extends Linked>(
  linking: Linking<Subject>,
  { subject: { link }, key }: OpenAttempt<Subject>,
  error: TavusError,
): Promise<void> {
  const { links, log } = linking;
  const failure = failureFrom(error);
  const { kind: cause, incident } = failure;
  log.info({ tenant: link.tenantId, [link.kind]: link.id, cause, incident }, "push to Tavus");
  if (error.kind === "notFound") {
    return isOfOtherKey(link, key)
      ? links.notPushed(link, { failure, nextAttemptMs: null })
      : links.goneInTavus(link, failure);
  }
  if (outcomeOf(error) === "waitingForPeople") {
    await pauseQueue(linking, link.tenantId, { cause, keyTag: key.tag });
  }
  return links.notPushed(link, { failure, nextAttemptMs: nextPushMs(linking, link, error) });
}

/** Null: Tavus refused the edit, and asking again would not change that; the next edit or Retry does. */
function nextPushMs<Subject extends Linked>(
  { now, random }: Linking<Subject>,
  { tries }: Link,
  error: TavusError,
): number | null {
  const outcome = outcomeOf(error);
  if (outcome === "refused" || error.kind === "rejected") return null;
  return outcome === "waitingForPeople" ? now() : now() + delayAfter(tries, random(), error.retryAfterMs);
}
