import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import { mayGoOn } from "../database/link/link-record.ts";
import { OutsideError, orOutside } from "../errors.ts";
import { createLookAfter } from "../link/look-after.ts";
import { waitAsked } from "../tavus/wait-asked.ts";
import type { Rounds } from "../ticker.ts";
import type { LandingPageDeps } from "./deps.ts";
import { landingPageFrom } from "./landing-page.ts";
import { type Looked, lookAt } from "./look.ts";
import { elsewhereLookMs, lateLookMs, lookLeaseMs, mostAskedMs, openLookMs, pauseAfter } from "./terms.ts";

const pagesAtOnce = 20;
const pagesOfTeamAtOnce = 5;
/** A page that goes on against somebody's wish, or with nobody who could end it, is told of once, when that does not just pass. */
const triesBeforeTelling = 3;

export type PageKeeper = Rounds;

/** Looks after every landing page until it is over. */
export function createPageKeeper(deps: () => LandingPageDeps): PageKeeper {
  return createLookAfter({
    atOnce: pagesAtOnce,
    ofTeam: pagesOfTeamAtOnce,
    claim: (most, except) => deps().store.claimDue(most, lookLeaseMs, except),
    look: (page) => keep(deps(), page),
    stuck: ({ tenantId: tenant, id: landingPage }, error) =>
      deps().linking.log.error({ tenant, landingPage, err: error }, "a landing page is stuck"),
    failed: (error) => deps().linking.log.error({ err: error }, "the landing pages could not be read"),
    now: () => deps().linking.now(),
  });
}

/** One look, and when the next one is. `isAnswered`: who asked for the page reads how it ended. */
export async function keep(
  deps: LandingPageDeps,
  claimed: LandingPageRecord,
  { isAnswered = false }: { isAnswered?: boolean } = {},
): Promise<void> {
  const { store, linking } = deps;
  const found = mayGoOn(claimed) ? await orOutside(() => lookAt(deps, claimed)) : "over";
  const looked = found instanceof OutsideError ? "failed" : found;
  if (looked === "failed") {
    const { tenantId: tenant, id: landingPage } = claimed;
    linking.log.warn({ tenant, landingPage, err: found }, "a landing page is looked after again");
  }
  const page = await store.find(claimed);
  if (!page) return;
  const isOurs = isOursUntil(deps, page);
  const ended = { isClosed: looked === "closed", isAnswered, isOurs: () => isOurs(claimed.lookMs ?? 0) };
  const isTold = await tellOfEnd(deps, page, ended);
  const isWell = looked !== "failed" && looked !== "blind" && looked !== "uncounted";
  const tries = isWell ? 0 : claimed.lookTries + 1;
  const waitMs = waitAsked(found, mostAskedMs);
  const nextMs = nextLook(page, { looked, isTold, tries, waitMs, nowMs: linking.now() });
  const isNoted = await store.looked(claimed, { nextMs, tries });
  if (isNoted && tries >= triesBeforeTelling)
    await tellOfTrouble(deps, page, { looked, isOurs: () => isOurs(nextMs ?? 0) });
}

/** Whether nobody has looked after the page since who was to until then, and it is as it was seen: else what there is to tell is theirs. */
function isOursUntil({ store }: LandingPageDeps, page: LandingPageRecord) {
  return async (untilMs: number): Promise<boolean> => {
    const now = await store.find(page);
    if (now?.lookMs === undefined || now.lookMs > untilMs) return false;
    return now.endedMs === page.endedMs && now.isEndTold === page.isEndTold && now.toldOf === page.toldOf;
  };
}

/** Told once of each kind while it lasts, at whichever look: one trouble may have begun as another. */
async function tellOfTrouble(
  { store, news }: LandingPageDeps,
  page: LandingPageRecord,
  { looked, isOurs }: { looked: Looked | "failed"; isOurs(): Promise<boolean> },
): Promise<void> {
  const what = page.endWanted !== undefined ? "goesOn" : looked === "blind" ? "unwatched" : undefined;
  if (what === undefined || what === page.toldOf || !(await isOurs())) return;
  await news[what](landingPageFrom(page));
  await store.toldOf(page, what);
}

type Look = { looked: Looked | "failed"; isTold: boolean; tries: number; waitMs: number; nowMs: number };

function nextLook(page: LandingPageRecord, { looked, isTold, tries, waitMs, nowMs }: Look): number | null {
  if (!mayGoOn(page)) return isTold ? null : nowMs + lookLeaseMs;
  if (looked === "over" || looked === "closed") return nowMs + lateLookMs;
  if (looked === "failed") return nowMs + Math.max(pauseAfter(tries), waitMs);
  if (looked === "uncounted") return nowMs + openLookMs;
  if (looked === "blind") return nowMs + (tries < triesBeforeTelling ? pauseAfter(tries) : elsewhereLookMs);
  return looked.nextMs;
}

/**
 * Who has closed it tells it; should that process have died over it, whoever comes next. Who has revoked their own reads it in
 * their answer, and is told only where that did not come. False: it is still to be told.
 */
async function tellOfEnd(
  { store, linking, news }: LandingPageDeps,
  page: LandingPageRecord,
  { isClosed, isAnswered, isOurs }: { isClosed: boolean; isAnswered: boolean; isOurs(): Promise<boolean> },
): Promise<boolean> {
  const { endedMs, endReason, endBy, userId, isEndTold } = page;
  if (endedMs === undefined || isEndTold) return true;
  const isForUs = isClosed && !(endReason === "person" && endBy === userId);
  if (!isForUs && linking.now() - endedMs < lookLeaseMs) return false;
  if (!isAnswered && endReason !== "notMade") {
    if (!(await isOurs())) return false;
    await news.ended(landingPageFrom(page));
  }
  await store.endTold(page);
  return true;
}
