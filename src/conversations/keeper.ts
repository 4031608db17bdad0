import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import { mayGoOn } from "../database/link/link-record.ts";
import { OutsideError, orOutside } from "../errors.ts";
import { createLookAfter } from "../link/look-after.ts";
import { raiseFailure } from "../link/raise-failure.ts";
import { TavusError } from "../tavus/errors.ts";
import { waitAsked } from "../tavus/wait-asked.ts";
import type { Rounds } from "../ticker.ts";
import { isCardBehind, showCard } from "./card.ts";
import type { ConversationDeps } from "./deps.ts";
import { type Looked, lookAt } from "./look.ts";
import { graceMs, lateLookMs, lookLeaseMs, mostCardTries, pauseAfter } from "./terms.ts";

const roomsAtOnce = 40;
const roomsOfTeamAtOnce = 10;
/** What fails once more is worth a word to the team: a room that cannot be ended costs minutes. Said once of a room and cause. */
const triesBeforeWarning = 1;
/** One that is to be ended costs minutes as long as it goes on. */
const mostBetweenEndsMs = 60_000;

export type Keeper = Rounds;

/** Looks after every room until it is over. Where no room is open nothing is asked of Tavus. */
export function createKeeper(deps: () => ConversationDeps): Keeper {
  return createLookAfter({
    atOnce: roomsAtOnce,
    ofTeam: roomsOfTeamAtOnce,
    claim: (most, except) => deps().store.claimDue(most, lookLeaseMs, except),
    look: (room) => keep(deps(), room),
    stuck: ({ tenantId: tenant, id: conversation }, error) =>
      deps().linking.log.error({ tenant, conversation, err: error }, "a room is stuck"),
    failed: (error) => deps().linking.log.error({ err: error }, "the rooms could not be read"),
    now: () => deps().linking.now(),
  });
}

/** One look, the card after it, and when the next one is. */
async function keep(deps: ConversationDeps, claimed: ConversationRecord): Promise<void> {
  const { store, linking } = deps;
  const wasOpen = claimed.endedMs === undefined;
  let waitMs = 0;
  const attempt = async <T>(room: ConversationRecord, work: () => Promise<T>): Promise<T | "failed"> => {
    const done = await orOutside(work);
    if (!(done instanceof OutsideError)) return done;
    const { tenantId, id } = room;
    linking.log.warn({ tenant: tenantId, conversation: id, err: done }, "a room is looked after again");
    if (done instanceof TavusError) await warnOnce(deps, room, done);
    // What the card meets says nothing of how long Tavus is to be left alone.
    waitMs = Math.max(waitMs, waitAsked(done, mostBetweenEndsMs));
    return "failed";
  };
  const looked = mayGoOn(claimed) ? await attempt(claimed, () => lookAt(deps, claimed)) : "over";
  const room = await store.find(claimed);
  if (!room) return;
  const isShown = !isCardBehind(room) || (await attempt(room, () => showCard(deps, room))) !== "failed";
  const before = wasOpen && looked === "over" ? 0 : claimed.lookTries;
  const tries = looked === "failed" || !isShown ? before + 1 : 0;
  const nextMs = nextLook(room, { looked, isShown, tries, waitMs, nowMs: linking.now() });
  await store.looked(claimed, { nextMs, tries });
}

type Look = { looked: Looked | "failed"; isShown: boolean; tries: number; waitMs: number; nowMs: number };

function nextLook(room: ConversationRecord, { looked, isShown, tries, waitMs, nowMs }: Look): number | null {
  if (!mayGoOn(room) && (isShown || tries > mostCardTries)) return null;
  if (typeof looked !== "string") return looked.nextMs;
  if (looked === "over" && mayGoOn(room)) return nowMs + lateLookMs;
  const nextMs = nowMs + Math.max(pauseAfter(tries - 1), waitMs);
  // However long Tavus cannot be asked, a room is ended as soon as its time is up.
  const lastMs = room.endsMs + graceMs;
  if (lastMs > nowMs && room.endWanted === undefined) return Math.min(nextMs, lastMs);
  return mayGoOn(room) ? Math.min(nextMs, nowMs + mostBetweenEndsMs) : nextMs;
}

/** One trouble may have begun as another, or with its card: what the team was told of is noted, and not at which try. */
async function warnOnce(
  { store, linking }: ConversationDeps,
  room: ConversationRecord,
  error: TavusError,
): Promise<void> {
  if (room.lookTries < triesBeforeWarning || room.warnedOf === error.kind) return;
  if (await raiseFailure(linking, room, error)) await store.warnedOf(room, error.kind);
}
