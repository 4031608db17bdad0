import type { TavusConversation } from "../tavus/calls/conversation-calls.ts";
import { readTimestamp } from "./timestamp.ts";

const ours = [
  ...([
    "person",
    "manager",
    "undelivered",
    "noWayIn",
    "shutdown",
    "personaGone",
    "teamLeft",
    "keyChanged",
    "found",
    "timeUp",
    "idle",
  ] as const),
  ...(["notMade", "lost", "assumed", "test"] as const),
];
const tavuss = [
  ...(["maxDuration", "cutShort", "everybodyLeft", "nobodyCame", "nobodyThere"] as const),
  ...(["endedInTavus", "failedInTavus"] as const),
];

/**
 * Why a room is over. Ours: somebody ended it; its link reached nobody; Tavus gave no way in; the bot stopped; its persona or team is gone; the key that made it is to be forgotten; it was
 * found after its answer was lost; its time was up; nothing was said in it; it never was; nobody could say what came of it; Tavus could not be asked; it
 * was a test. Tavus's: as it says itself; `nobodyThere`: nobody came, it says, into what somebody has been in; `cutShort`: its time
 * was up, it says, long before that.
 */
export type EndReason = (typeof ours)[number] | (typeof tavuss)[number];

export function readEndReason(text: string): EndReason {
  return [...ours, ...tavuss].find((reason) => reason === text) ?? "endedInTavus";
}

/** Tavus has one word for the end of a call's time and of the account's minutes, and a plan may allow less than was asked for. */
export const timeWasUpEarly =
  "Its time was up sooner than it was opened for: the minutes of the Tavus account are used up, or its plan allows no longer ones.";

/** By how Tavus's words begin: https://docs.tavus.io/sections/webhooks-and-callbacks */
const byBeginning: readonly (readonly [string, EndReason])[] = [
  ["max_call_duration", "maxDuration"],
  ["participant_left_timeout", "everybodyLeft"],
  ["participant_absent_timeout", "nobodyCame"],
  ["end_conversation_endpoint_hit", "endedInTavus"],
  ["daily_room_has_been_deleted", "endedInTavus"],
  ["bot_could_not_join", "failedInTavus"],
  ["exception_encountered", "failedInTavus"],
  ["internal error", "failedInTavus"],
];

/** Why and when (Unix ms) Tavus says it ended, as far as it does. */
export function endIn({ events, hasFailed }: TavusConversation): { reason?: EndReason; atMs?: number } {
  const shutdown = events.findLast(({ type }) => type === "system.shutdown");
  if (!shutdown) return hasFailed ? { reason: "failedInTavus" } : {};
  const said = String(shutdown.properties.shutdown_reason ?? shutdown.properties.reason ?? "").toLowerCase();
  const reason = byBeginning.find(([beginning]) => said.startsWith(beginning))?.[1];
  const atMs = readTimestamp(shutdown.timestamp);
  return { ...(reason && { reason }), ...(atMs !== undefined && { atMs }) };
}

/** That somebody came, and when as far as it says, where an event does. None is documented; several names of one would be read. */
export function joinIn({ events }: TavusConversation): { atMs: number | undefined } | undefined {
  const joined = events.find(({ type }) => /participant[._]joined$|user[._]joined$/.test(type));
  return joined && { atMs: readTimestamp(joined.timestamp) };
}
