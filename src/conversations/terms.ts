import type { ConversationMode } from "../database/conversation/conversation-record.ts";
import { leaseMs } from "../link/outcome.ts";

const second = 1000;
const minute = 60 * second;

/** Nobody came: the room ends by itself, and the token in the link lives no longer. Seconds, counted from creation. */
export const absentSeconds = 120;
/** The same of any mode: nobody comes into one in writing, and a test has ended as it is made. Seconds. */
export function absentSecondsOf({ mode, minutes }: Lasting): number {
  if (mode === "test") return 0;
  return mode === "chat" ? minutes * 60 : absentSeconds;
}

/** What goes on after nobody can have stayed away has somebody in it. In ms. */
export const certainlyJoinedMs = absentSeconds * second + 10 * second;

/** Whatever the clocks say, what ends so long before its time has not come to it. In ms. */
export const earlyMs = 30 * second;

type Lasting = { mode: ConversationMode; minutes: number };

/**
 * From the press on, in ms: what a lost request made costs nothing any more by then, for nobody had the way in. Should Tavus make
 * it later still, it is found by the search or the surplus check, and its minutes have been counted.
 */
export function lostAfterMs(room: Lasting): number {
  return leaseMs + absentSecondsOf(room) * second + 10 * second;
}

/** Everybody has gone: the room ends. Seconds. */
export const leftSeconds = 10;

/** The way in, in ms from the request on: a little less than Tavus's, so that nobody is given a link that has just died. */
export const linkLifeMs = absentSeconds * second - 5 * second;

/** A room ends by itself in Tavus; what has not by then is ended by us. */
export const graceMs = 15 * second;
/** A process that dies while it looks costs this. Longer than a look with all its calls. */
export const lookLeaseMs = 45 * second;
/** Until somebody has come, and after that. */
export const waitingLookMs = 5 * second;
export const joinedLookMs = 15 * second;
/** A room of which it is not known whether it was made is decided by then; the lease ends before. */
export const unknownLookMs = 5 * second;
/** What counts as lost may be found all the same. */
export const lateLookMs = 30 * second;
/** What Tavus does not let us end, however often it is asked, has ended by itself this long after its time. */
export const assumedOverMs = 60 * minute;
export const assumedOverTries = 20;
/** What no key of ours opens any more has ended by itself this long after its time; a start may take as long to learn its keys. */
export const elsewhereOverMs = 5 * minute;

/** The pauses after looks that failed, in a row. */
const pausesMs = [2 * second, 5 * second, 10 * second, 30 * second, minute, 5 * minute];
const longestPauseMs = 15 * minute;

export function pauseAfter(tries: number): number {
  return pausesMs[tries] ?? longestPauseMs;
}

/** A card that cannot be changed for so many tries in a row stays as it is. */
export const mostCardTries = 12;
