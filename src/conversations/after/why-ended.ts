import { inQuotes } from "../../short-name.ts";
import { cleanWords } from "../../tavus/answers/clean-words.ts";
import type { ConversationEvent } from "../../tavus/calls/conversation-calls.ts";
import { type EndReason, timeWasUpEarly } from "../end-reason.ts";

/** By how Tavus's words begin: its examples leave words out. https://docs.tavus.io/sections/webhooks-and-callbacks */
const tavusWords: readonly (readonly [string, string])[] = [
  ["max_call_duration", "Its time was up."],
  ["participant_left_timeout", "Everybody had left."],
  ["participant_absent_timeout", "Tavus saw nobody in it for two minutes."],
  ["bot_could_not_join", "The persona could not come in."],
  ["daily_room_has_been_deleted", "The room was deleted."],
  ["exception_encountered_during_conversation_startup", "Tavus could not start the persona."],
  ["end_conversation_endpoint_hit", "It was ended by hand."],
  ["internal error", "Something went wrong inside Tavus."],
];

/** What we know ourselves, where it says more than Tavus does: there, one word stands for several reasons. */
const ourWords: { [reason in EndReason]?: string } = {
  person: "You ended it.",
  manager: "A manager ended it.",
  undelivered: "Its link could not be given to you.",
  noWayIn: "Tavus gave no way into it.",
  shutdown: "I was stopped.",
  personaGone: "The persona was deleted or unlinked.",
  keyChanged: "The team's Tavus key was to be replaced or removed.",
  teamLeft: "I was removed.",
  timeUp: "Its time was up.",
  idle: "Nothing was said for ten minutes.",
  cutShort: timeWasUpEarly,
};

/** Tavus's own reason for the end, as it says it; undefined: it says none. */
export function shutdownReason(events: readonly ConversationEvent[]): string | undefined {
  const shutdown = events.findLast(({ type }) => type === "system.shutdown");
  const said = shutdown?.properties.shutdown_reason ?? shutdown?.properties.reason;
  return typeof said === "string" && said.trim() !== "" ? said.trim() : undefined;
}

export function saysNobodyCame(said: string | undefined): boolean {
  return said?.toLowerCase().startsWith("participant_absent_timeout") ?? false;
}

/** What Tavus says may be a page long. */
const longestSaid = 200;

const notAsked = "Its time was up; Tavus could not be asked how it ended.";

/** Why a call ended, as a sentence; a reason of Tavus's that nobody knows passes as it is. */
export function whyEnded(ours: EndReason, said: string | undefined): string {
  const known = ourWords[ours];
  if (known) return known;
  if (said === undefined) return ours === "assumed" ? notAsked : "Tavus does not say why.";
  const beginning = said.toLowerCase().replaceAll(/\s+/g, " ");
  const words = tavusWords.find(([start]) => beginning.startsWith(start))?.[1];
  return words ?? `Tavus says: ${inQuotes(cleanWords(said), longestSaid)}`;
}
