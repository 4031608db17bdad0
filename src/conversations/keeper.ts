import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import { OutsideError } from "../errors.ts";
import { raiseFailure } from "../link/raise-failure.ts";
import { TavusError } from "../tavus/errors.ts";
import { createTicker } from "../ticker.ts";
import { asWork } from "../work.ts";
import { isCardBehind, showCard } from "./card.ts";
import type { ConversationDeps } from "./deps.ts";
import { type Looked, lookAt, mayGoOn } from "./look.ts";
import { graceMs, lateLookMs, lookLeaseMs, mostCardTries, pauseAfter } from "./terms.ts";

const tickMs = 1000;
const roomsAtOnce = 20;
/** What fails once more is worth a word to the team: a room that cannot be ended costs minutes. Said once of a room. */
const triesBeforeWarning = 1;
/** One that is to be ended costs minutes as long as it goes on. */
const mostBetweenEndsMs = 60_000;

export type Keeper = {
  /** `everyMs`: for one who is woken when there is something to do. */
  start(everyMs?: number): void;
  /** Looks at once what is due. */
  wake(): void;
  /** Takes nothing new; resolves when what is in flight has ended, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
};

/**
 * Looks after every room until it is over, of whichever process it was: what is due stands in the database, and whoever is there
 * takes it. Where no room is open nothing is asked of Tavus.
 */
export function createKeeper(deps: () => ConversationDeps): Keeper {
  const busy = new Set<Promise<void>>();

  async function tick(): Promise<void> {
    if (busy.size >= roomsAtOnce) return;
    const { store } = deps();
    for (const room of await store.claimDue(roomsAtOnce - busy.size, lookLeaseMs)) begin(room);
  }

  function begin(room: ConversationRecord): void {
    const { linking } = deps();
    const done = asWork(linking.now(), () => keep(deps(), room))
      .catch((error: unknown) =>
        linking.log.error({ tenant: room.tenantId, conversation: room.id, err: error }, "a room is stuck"),
      )
      .finally(() => {
        busy.delete(done);
        ticker.wake();
      });
    busy.add(done);
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => deps().linking.log.error({ err: error }, "the rooms could not be read"),
  });

  return {
    start: ticker.start,
    wake: ticker.wake,
    stop: (withinMs) => ticker.stop(withinMs, () => busy),
  };
}

/** One look, the card after it, and when the next one is. */
export async function keep(deps: ConversationDeps, claimed: ConversationRecord): Promise<void> {
  const { store, linking } = deps;
  const wasOpen = claimed.endedMs === undefined;
  const looked = mayGoOn(claimed) ? await unlessOutside(deps, claimed, () => lookAt(deps, claimed)) : "over";
  const room = await store.find(claimed);
  if (!room) return;
  const isShown =
    !isCardBehind(room) || (await unlessOutside(deps, room, () => showCard(deps, room))) !== "failed";
  const before = wasOpen && looked === "over" ? 0 : claimed.lookTries;
  const tries = looked === "failed" || !isShown ? before + 1 : 0;
  const nextMs = nextLook(room, { looked, isShown, tries, nowMs: linking.now() });
  await store.looked(claimed, { nextMs, tries });
}

type Look = { looked: Looked | "failed"; isShown: boolean; tries: number; nowMs: number };

function nextLook(room: ConversationRecord, { looked, isShown, tries, nowMs }: Look): number | null {
  if (!mayGoOn(room) && (isShown || tries > mostCardTries)) return null;
  if (typeof looked !== "string") return looked.nextMs;
  if (looked === "over" && mayGoOn(room)) return nowMs + lateLookMs;
  const nextMs = nowMs + pauseAfter(tries - 1);
  // However long Tavus cannot be asked, a room is ended as soon as its time is up.
  const lastMs = room.endsMs + graceMs;
  if (lastMs > nowMs && room.endWanted === undefined) return Math.min(nextMs, lastMs);
  return mayGoOn(room) ? Math.min(nextMs, nowMs + mostBetweenEndsMs) : nextMs;
}

async function unlessOutside<T>(
  { linking }: ConversationDeps,
  { tenantId, id, link, lookTries }: ConversationRecord,
  work: () => Promise<T>,
): Promise<T | "failed"> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    linking.log.warn({ tenant: tenantId, conversation: id, err: error }, "a room is looked after again");
    if (error instanceof TavusError && lookTries === triesBeforeWarning)
      await raiseFailure(linking, { link }, error);
    return "failed";
  }
}
