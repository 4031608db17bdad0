import { surplusDelayMs } from "../database/link/change.ts";
import type { Link } from "../database/link/link-record.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { delayAfter, failureFrom, isGivenUp, leaseMs, leaseNeededMs, outcomeOf } from "./outcome.ts";
import { pauseQueue } from "./pause-queue.ts";
import type { Created, Linked, Linking } from "./port.ts";
import { raiseFailure } from "./raise-failure.ts";
import { removeUnwanted } from "./removals/leftovers.ts";

/** An attempt whose link says so already: nobody else calls Tavus for this record until its lease ends. */
export type OpenAttempt<Subject extends Linked> = {
  subject: Subject;
  key: TavusKey;
  /** `performance.now()` just before the lease was written. */
  openedAtMs: number;
  /** The person's answer says how it ends. */
  isAnswered?: boolean;
};

/**
 * Sends one create to Tavus and stores how it ended. At most two of a tenant are under way at once; one that had to
 * wait so long that its lease might end during the request is given back unsent. Resolves with the link if it was linked.
 */
export function attemptCreate<Subject extends Linked>(
  linking: Linking<Subject>,
  attempt: OpenAttempt<Subject>,
): Promise<Link | undefined> {
  const { subject, key } = attempt;
  const { link } = subject;
  const mayGoOn = () => hasTimeLeft(linking, attempt);
  const run = async () => {
    try {
      const made = mayGoOn() ? await linking.port.create(key.value, subject, mayGoOn) : undefined;
      if (!made) {
        await notSent(linking, link);
        return undefined;
      }
      const linked = await storeId(linking, attempt, made.remoteId);
      return linked && (await readBack(linking, attempt, { link: linked, made }));
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      await storeFailure(linking, attempt, error);
      await raiseFailure(linking, attempt.isAnswered ? { link, isAnswered: true } : { link }, error);
      return undefined;
    }
  };
  return linking.gate.run(link.tenantId, run, mayGoOn);
}

/** The next to come sends it; what is made only while somebody waits has failed. */
export async function notSent<Subject extends Linked>(
  { links, port }: Pick<Linking<Subject>, "links" | "port">,
  link: Link,
): Promise<void> {
  if (!port.isMadeOnce) return links.givenBack(link);
  await links.refused(link, { failure: { kind: "inLine", words: null, incident: null }, mayExist: false });
}

/**
 * Whether the lease outlives a request sent now, by both clocks: the steady one stands still while a machine sleeps, and the
 * other, by which everybody else reads the lease, may be set back.
 */
export function hasTimeLeft<Subject extends Linked>(
  { now }: Pick<Linking<Subject>, "now">,
  { subject, openedAtMs }: Pick<OpenAttempt<Subject>, "subject" | "openedAtMs">,
): boolean {
  const leftMs = (subject.link.leaseUntilMs ?? 0) - now();
  return Math.min(leftMs, leaseMs - (performance.now() - openedAtMs)) >= leaseNeededMs;
}

async function storeId<Subject extends Linked>(
  linking: Linking<Subject>,
  { subject: { link }, key }: OpenAttempt<Subject>,
  remoteId: string,
): Promise<Link | undefined> {
  const { links, now, tenants, warnings, log, port } = linking;
  const pushedRevision = link.sentRevision ?? link.revision;
  const linked = await links.linked(link, { remoteId, pushedRevision, keyTag: key.tag, isMade: true });
  if (!linked && !(await links.find(link))) {
    await removeUnwanted(linking, { link, remoteId, apiKey: key.value });
    return undefined;
  }
  // Or a search was quicker and has found the very same.
  const isKept = linked !== undefined || (await links.isLinked(link.tenantId, remoteId));
  // Another was linked meanwhile: this one is left over, and is looked for and removed.
  if (!isKept) await links.surplusSeen(link, now());
  if (linked?.isTeamResting ?? true) await tenants.resumeQueue(link.tenantId);
  warnings.succeeded(link.tenantId, port.reports?.call ?? "create");
  log.info({ ...logged(link), outcome: isKept ? "linked" : "surplus", tavusPersonaId: remoteId }, created);
  return linked?.link;
}

/** What Tavus made of it is what both sides agree on. Nothing depends on it: what fails here a later reading makes good. */
async function readBack<Subject extends Linked>(
  { told }: Linking<Subject>,
  { isAnswered = false }: OpenAttempt<Subject>,
  { link, made }: { link: Link; made: Created },
): Promise<Link> {
  const compared = await made.read?.();
  if (compared?.base === undefined || compared.base === null) return link;
  const { tenantId, id, revision, pushedRevision, remoteId = "" } = link;
  const { base, kept: keptText } = compared;
  const kept = keptText ?? undefined;
  told.reading({ tenantId, id, remoteId, revision, pushedRevision, base, kept, before: link.base });
  // Whoever tells it later reads what was read, and so does the queue, which sends at once what was edited meanwhile.
  if (!isAnswered || revision > pushedRevision) await told.flush();
  return { ...link, base, kept };
}

async function storeFailure<Subject extends Linked>(
  linking: Linking<Subject>,
  { subject: { link }, key }: OpenAttempt<Subject>,
  error: TavusError,
): Promise<void> {
  const { links, now, random, log, port } = linking;
  const outcome = outcomeOf(error);
  const failure = failureFrom(error);
  const mayExist = outcome === "unknown";
  const { kind: cause, incident } = failure;
  log.info({ ...logged(link), outcome, cause, status: error.status, incident }, created);
  const isOver = outcome === "refused" || (port.isMadeOnce && !mayExist);
  if (isOver) return links.refused(link, { failure, mayExist });
  if (outcome === "waitingForPeople") {
    await pauseQueue(linking, link.tenantId, { cause, keyTag: key.tag });
    return links.notMade(link, { failure, nextAttemptMs: now(), countsAsTry: false });
  }
  if (isGivenUp(link, now())) return links.refused(link, { failure, mayExist });
  const leaseEndMs = link.leaseUntilMs ?? now();
  const delayedMs = now() + delayAfter(link.tries, random(), error.retryAfterMs);
  // Somebody waits to hear what became of what is made once: it is looked for as soon as that can be told. Nothing else is looked
  // for sooner, unless somebody asks for it.
  const nextAttemptMs = port.isMadeOnce ? leaseEndMs : mayExist ? Math.max(delayedMs, leaseEndMs) : delayedMs;
  const ending = { failure, nextAttemptMs, countsAsTry: true };
  if (!mayExist) return links.notMade(link, ending);
  const isStored = await links.unknown(link, ending);
  // Decided without this attempt meanwhile: what it may still make is left over.
  if (!isStored) await links.surplusSeen(link, now() + surplusDelayMs);
}

const created = "create in Tavus";

function logged({ tenantId: tenant, kind, id, attempt }: Link): Record<string, unknown> {
  return { tenant, [kind]: id, attempt };
}
