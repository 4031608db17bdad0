import type { ConversationRecord } from "../database/conversation/conversation-record.ts";
import { isJustMade, notThereYet } from "../link/not-there.ts";
import { settle } from "../link/settle.ts";
import { isTriedEnough } from "../link/tried-enough.ts";
import type { TavusConversation } from "../tavus/calls/conversation-calls.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { confirmEnd, readOrGone } from "./confirm-end.ts";
import { conversationFrom } from "./conversation.ts";
import type { ConversationDeps } from "./deps.ts";
import { type EndReason, endIn, joinIn } from "./end-reason.ts";
import { isIdle, nextRehearsalLook } from "./rehearsal/idle.ts";
import {
  absentSecondsOf,
  assumedOverMs,
  assumedOverTries,
  certainlyJoinedMs,
  earlyMs,
  elsewhereOverMs,
  graceMs,
  joinedLookMs,
  lateLookMs,
  lostAfterMs,
  unknownLookMs,
  waitingLookMs,
} from "./terms.ts";

const minuteMs = 60_000;

/** When to look again (Unix ms), or that it is over. */
export type Looked = { nextMs: number } | "over";

/**
 * Looks after one room that may go on: notices that somebody came, that it ended or never was, and ends it when its time is up
 * or somebody wants that. Throws TavusError where Tavus could not be asked: to be tried again.
 */
export async function lookAt(deps: ConversationDeps, room: ConversationRecord): Promise<Looked> {
  const nowMs = deps.linking.now();
  switch (room.link.state) {
    case "failed":
      return close(deps, room, neverThere(room, nowMs));
    case "pending":
      // What a lost request made is looked for by the queue.
      if (room.endedMs !== undefined) return { nextMs: nowMs + lateLookMs };
      if (nowMs > room.openedMs + lostAfterMs(room)) return close(deps, room, neverThere(room, nowMs));
      return { nextMs: nowMs + unknownLookMs };
    case "missing":
      return close(deps, room, { reason: "endedInTavus" });
    case "linked":
      return lookAtLinked(deps, room);
  }
}

/** Whatever stands in the way of asking, a room does not last for ever, and its person does not wait for it. */
async function lookAtLinked(deps: ConversationDeps, room: ConversationRecord): Promise<Looked> {
  const nowMs = deps.linking.now();
  const { tenantId, endsMs, lookTries, link } = room;
  const key = await deps.keys.keyMadeWith(tenantId, link.keyTag);
  if (!key) return elsewhere(deps, room, nowMs);
  try {
    return await askAbout(deps, room, { key, nowMs });
  } catch (error) {
    const trials = { sinceMs: endsMs, tries: lookTries };
    const isAssumed = isTriedEnough(trials, { nowMs, forMs: assumedOverMs, least: assumedOverTries });
    if (!(error instanceof TavusError) || !isAssumed) throw error;
    return close(deps, room, { reason: "assumed" });
  }
}

/** Nobody has the key of its account any more: it ends there by itself when its time is up. */
async function elsewhere(deps: ConversationDeps, room: ConversationRecord, nowMs: number): Promise<Looked> {
  return nowMs > room.endsMs + elsewhereOverMs
    ? close(deps, room, { reason: "assumed" })
    : later(room, nowMs);
}

async function askAbout(
  deps: ConversationDeps,
  room: ConversationRecord,
  { key, nowMs }: { key: TavusKey; nowMs: number },
): Promise<Looked> {
  const because = await whyEnd(deps, room, nowMs);
  const { remoteId = "", keyTag } = room.link;
  if (because) {
    const end = await confirmEnd(deps.tavus, key.value, remoteId);
    if (end.isThere) return close(deps, room, { reason: because, seen: end.conversation });
    if (isJustMade(room.link, nowMs)) throw notThereYet("end conversation");
    return isOther(key, keyTag) ? elsewhere(deps, room, nowMs) : close(deps, room, { reason: because });
  }
  if (room.madeMs !== undefined && Math.abs(nowMs - room.madeMs) < waitingLookMs && room.mode !== "test")
    return { nextMs: room.madeMs + waitingLookMs };
  const seen = await readOrGone(deps.tavus, key.value, remoteId);
  if (!seen && isJustMade(room.link, nowMs)) throw notThereYet("get conversation");
  if (!seen)
    return isOther(key, keyTag)
      ? elsewhere(deps, room, nowMs)
      : close(deps, room, { reason: "endedInTavus" });
  if (seen.isOver) {
    // An error that Tavus met over the answer may read the same, and the room would go on with nobody to end it.
    if (seen.hasFailed) await confirmEnd(deps.tavus, key.value, remoteId);
    return close(deps, room, { reason: room.mode === "test" ? "test" : undefined, seen });
  }
  await noteJoined(deps, room, { seen, nowMs });
  return later(room, nowMs);
}

async function whyEnd(
  { store }: ConversationDeps,
  room: ConversationRecord,
  nowMs: number,
): Promise<EndReason | undefined> {
  if (room.endWanted !== undefined) return room.endWanted as EndReason;
  // Found by a search: nobody has the way in.
  if (room.madeMs === undefined || room.endedMs !== undefined) return "found";
  if (nowMs >= room.endsMs + graceMs) return "timeUp";
  if (isIdle(room, nowMs)) return "idle";
  return store.whyOver(room);
}

/** Under another key "not there" may mean another account. */
function isOther(key: TavusKey, tag: string | undefined): boolean {
  return tag !== undefined && tag !== key.tag;
}

function later(room: ConversationRecord, nowMs: number): Looked {
  const { endsMs, joinedMs, mode } = room;
  const nextMs = nowMs + (joinedMs === undefined ? waitingLookMs : joinedLookMs);
  const lastMs = endsMs + graceMs;
  if (mode === "chat") return { nextMs: nextRehearsalLook(room, { nowMs, lastMs }) };
  return { nextMs: lastMs > nowMs ? Math.min(nextMs, lastMs) : nextMs };
}

async function noteJoined(
  { store }: ConversationDeps,
  room: ConversationRecord,
  { seen, nowMs }: { seen: TavusConversation; nowMs: number },
): Promise<void> {
  if (room.joinedMs !== undefined) return;
  const isLong = nowMs > (room.madeMs ?? room.openedMs) + certainlyJoinedMs;
  const joined = joinIn(seen) ?? (isLong ? { atMs: nowMs } : undefined);
  if (!joined) return;
  const joinedMs = possibleDate(room, joined.atMs, nowMs) ?? nowMs;
  await store.joined(room, joinedMs);
  room.joinedMs = joinedMs;
}

/** What happened in a room before it was opened, or is still to come, has a wrong date. */
function possibleDate(
  { openedMs }: ConversationRecord,
  atMs: number | undefined,
  nowMs: number,
): number | undefined {
  return atMs !== undefined && atMs >= openedMs && atMs <= nowMs ? atMs : undefined;
}

type Ending = {
  reason?: EndReason | undefined;
  seen?: TavusConversation;
  endedMs?: number;
  minutesUsed?: number;
};

async function close(deps: ConversationDeps, room: ConversationRecord, ending: Ending): Promise<"over"> {
  const nowMs = deps.linking.now();
  const said = ending.seen ? endIn(ending.seen) : {};
  const saidMs = possibleDate(room, said.atMs, nowMs);
  const reason = reasonOf(ending.reason, meantBy(said.reason, room, { saidMs, nowMs }));
  const endedMs = Math.min(
    saidMs ?? ending.endedMs ?? nowMs,
    nowMs,
    reason === "nobodyCame" ? closedMs(room) : latestEndMs(room),
  );
  const minutesUsed = ending.minutesUsed ?? minutesOf(room, endedMs);
  deps.links.forget(room.id);
  if (!(await deps.store.close(room, { reason, endedMs, minutesUsed }))) {
    if (reason === "found" && (await deps.store.foundAfterAll(room))) await tell(deps, room);
    return "over";
  }
  deps.linking.log.info(
    { tenant: room.tenantId, conversation: room.id, reason, minutes: minutesUsed },
    "a room is over",
  );
  const closed = await deps.store.find(room);
  if (closed) deps.news.ended(conversationFrom(closed));
  // Whoever pressed has read that it is not known.
  if (reason === "found" || reason === "lost") await tell(deps, room);
  return "over";
}

function latestEndMs({ endsMs, openedMs }: ConversationRecord): number {
  return Math.max(endsMs, openedMs) + graceMs;
}

/** When a room closes by itself into which nobody comes, whenever that is seen: Tavus's date is mostly a moment later, or its clock ahead. */
function closedMs(room: ConversationRecord): number {
  return (room.madeMs ?? room.openedMs) + absentSecondsOf(room) * 1000;
}

async function tell({ linking }: ConversationDeps, room: ConversationRecord): Promise<void> {
  if (await linking.links.claimTelling(room)) await settle(linking, room);
}

/**
 * Tavus has one word for several things. Its time is up, too, where the account's minutes are. And that nobody came it may also say of
 * whoever is in a call and does nothing, and of one in writing, into which nobody comes.
 */
function meantBy(
  said: EndReason | undefined,
  { mode, joinedMs, madeMs, endsMs }: ConversationRecord,
  { saidMs, nowMs }: { saidMs: number | undefined; nowMs: number },
): EndReason | undefined {
  const isEarly = (saidMs ?? nowMs) < endsMs - earlyMs;
  if (said === "maxDuration") return isEarly ? "cutShort" : said;
  if (said !== "nobodyCame") return said;
  if (mode === "chat") return isEarly ? "endedInTavus" : "maxDuration";
  const lastedMs = saidMs === undefined || madeMs === undefined ? 0 : saidMs - madeMs;
  return joinedMs !== undefined || lastedMs > certainlyJoinedMs ? "nobodyThere" : said;
}

/** When its time is up, Tavus has mostly ended it already, for a reason of its own. */
function reasonOf(ours: EndReason | undefined, tavuss: EndReason | undefined): EndReason {
  if (ours === undefined) return tavuss ?? "endedInTavus";
  return ours === "timeUp" && tavuss !== undefined && tavuss !== "endedInTavus" ? tavuss : ours;
}

/** Tavus counts from creation; what was begun counts whole. */
function minutesOf({ mode, minutes, madeMs, link, openedMs }: ConversationRecord, endedMs: number): number {
  if (mode === "test") return 0;
  const lastedMs = endedMs - (madeMs ?? link.attemptStartedMs ?? openedMs);
  // The clock was set back meanwhile.
  if (lastedMs < 0) return minutes;
  return Math.max(1, Math.min(minutes, Math.ceil(lastedMs / minuteMs)));
}

/** What was perhaps made and not found was closed by Tavus when nobody came: nobody had the way in. */
function neverThere({ link, mode, minutes }: ConversationRecord, nowMs: number): Ending {
  const isCertain = link.state === "failed" && link.unknownAttemptsMs.length === 0 && !link.outcomeUnknown;
  if (isCertain) return { reason: "notMade", endedMs: nowMs, minutesUsed: 0 };
  // A search that has found nothing leaves only what a late request may make, which is ended as soon as it is seen.
  const sought = { mode: link.state === "pending" || mode === "test" ? mode : "video", minutes } as const;
  const minutesUsed = Math.ceil(absentSecondsOf(sought) / 60);
  return { reason: "lost", endedMs: nowMs, minutesUsed };
}
