import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import { isJustMade, notThereYet } from "../link/not-there.ts";
import type { TavusDeployment } from "../tavus/calls/deployment-calls.ts";
import { TavusError } from "../tavus/errors.ts";
import { isListed, mayMeanGone } from "../tavus/prove.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { LandingPageDeps } from "./deps.ts";
import type { EndReason } from "./landing-page.ts";
import { handingMs, lateLookMs, lostAfterMs, nearCapLookMs, openLookMs, unknownLookMs } from "./terms.ts";

/**
 * When to look again (Unix ms), or that it is over; `closed`: since this look; `blind`: nobody has the key of its account;
 * `uncounted`: Tavus does not say how often it was talked to.
 */
export type Looked = { nextMs: number } | "over" | "closed" | "blind" | "uncounted";

/** Of this share of its calls on it is looked at more often. */
const nearCap = 0.8;

/**
 * Looks after one page: notes how often it was talked to, and ends it when its calls are used up, its persona is gone, or
 * somebody wants that. Throws OutsideError where Tavus could not be asked: to be tried again.
 */
export async function lookAt(deps: LandingPageDeps, page: LandingPageRecord): Promise<Looked> {
  const nowMs = deps.linking.now();
  switch (page.link.state) {
    case "failed":
      return close(deps, page, isCertain(page) ? "notMade" : "lost");
    case "pending":
      // What a lost request made is looked for by the queue.
      if (page.endedMs !== undefined) return { nextMs: nowMs + lateLookMs };
      if (nowMs > page.openedMs + lostAfterMs) return close(deps, page, "lost");
      return { nextMs: nowMs + unknownLookMs };
    case "missing":
      return close(deps, page, "goneInTavus");
    case "linked":
      return lookAtLinked(deps, page);
  }
}

function isCertain({ link }: LandingPageRecord): boolean {
  return link.unknownAttemptsMs.length === 0 && !link.outcomeUnknown;
}

async function lookAtLinked(deps: LandingPageDeps, page: LandingPageRecord): Promise<Looked> {
  const { remoteId = "", keyTag } = page.link;
  const key = await deps.keys.keyMadeWith(page.tenantId, keyTag);
  if (!key) return "blind";
  const seen = await readOrGone(deps, key, { id: page.id, remoteId });
  if (!seen && isJustMade(page.link, deps.linking.now())) throw notThereYet("get deployment");
  // Under another key "not there" may mean another account.
  if (!seen && keyTag !== undefined && keyTag !== key.tag) return "blind";
  if (!seen) return close(deps, page, (await whyEnd(deps, page, undefined)) ?? "goneInTavus");
  await deps.store.seen(page, seen);
  const because = await whyEnd(deps, page, seen);
  if (!because && seen.callsUsed === undefined) return "uncounted";
  if (!because) return { nextMs: deps.linking.now() + (isNearCap(page, seen) ? nearCapLookMs : openLookMs) };
  // What Tavus has switched off itself lets nobody in.
  if (!seen.isOff) await deps.tavus.deployments.close(key.value, remoteId);
  return close(deps, page, because);
}

/**
 * Undefined: it is gone. People may still get into one that a single answer does not show, with nobody to count their calls, so
 * that no list may show it either. That there is a list is not documented: without one Tavus has to say it of that very page, again
 * and again.
 */
async function readOrGone(
  { tavus: { deployments }, absences }: LandingPageDeps,
  key: TavusKey,
  { id, remoteId }: { id: string; remoteId: string },
): Promise<TavusDeployment | undefined> {
  try {
    const seen = await deployments.get(key.value, remoteId);
    absences.seen(id, { isCounted: seen.callsUsed !== undefined });
    return seen;
  } catch (error) {
    if (!(error instanceof TavusError) || !mayMeanGone(error)) throw error;
    const isThere = await isListed(remoteId, (onRows) => deployments.read(key.value, onRows)).catch(unknown);
    if (isThere === false) return undefined;
    if (isThere === undefined && error.kind === "notFound" && absences.isLasting(id)) return undefined;
    throw error;
  }
}

function unknown(error: unknown): undefined {
  if (!(error instanceof TavusError)) throw error;
}

async function whyEnd(
  deps: LandingPageDeps,
  page: LandingPageRecord,
  seen: TavusDeployment | undefined,
): Promise<EndReason | undefined> {
  if (page.endWanted !== undefined) return page.endWanted as EndReason;
  // Found by a search: nobody has the password.
  if (page.madeMs === undefined || page.endedMs !== undefined) return "found";
  // Whoever was to answer with the password has died over it, or cannot have got through.
  if (await isUndelivered(deps, page)) return "undelivered";
  if ((seen?.callsUsed ?? page.callsUsed ?? 0) >= page.calls) return "cap";
  if (!(await deps.isAllowed(page.tenantId))) return "notAllowed";
  if (seen?.hasPassword === false) return "unprotected";
  if (seen?.isOff) return "goneInTavus";
  const isUncounted = seen && seen.callsUsed === undefined && deps.absences.isUncounted(page.id);
  return (await deps.store.whyOver(page)) ?? (isUncounted ? "uncounted" : undefined);
}

/** It may have got through since this look began, which can take long: what ends cannot be begun again. */
async function isUndelivered({ linking, store }: LandingPageDeps, page: LandingPageRecord): Promise<boolean> {
  if (page.handedMs !== undefined || linking.now() <= page.openedMs + handingMs) return false;
  const current = await store.find(page);
  return current !== undefined && current.handedMs === undefined;
}

function isNearCap({ calls, callsUsed = 0 }: LandingPageRecord, seen: TavusDeployment): boolean {
  return (seen.callsUsed ?? callsUsed) >= calls * nearCap;
}

async function close(
  { store, linking }: LandingPageDeps,
  page: LandingPageRecord,
  reason: EndReason,
): Promise<"over" | "closed"> {
  const { tenantId: tenant, id: landingPage } = page;
  if (!(await store.close(page, reason))) return "over";
  linking.log.info({ tenant, landingPage, reason }, "a landing page is over");
  return "closed";
}
