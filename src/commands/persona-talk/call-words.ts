import type { Button, Item, Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import { type EndReason, timeWasUpEarly } from "../../conversations/end-reason.ts";
import { absentSeconds } from "../../conversations/terms.ts";
import { counted } from "../../text/counted.ts";
import { againNow } from "../../warnings/try-again.ts";
import { quoted } from "../reply/persona-reply.ts";

/** What was being done, to those who make sentences of a failure; the one place that tells a rehearsal from a call. */
export function operationOf({ mode }: Pick<Conversation, "mode">): "call" | "rehearsal" {
  return mode === "chat" ? "rehearsal" : "call";
}

/** Why a room is over, as a sentence; true of a call and of a rehearsal. It ends before a key goes, and is told before that is done. */
export const endSentences: { [reason in EndReason]: string } = {
  person: "It was ended with the End button.",
  manager: "A manager ended it.",
  undelivered: "It could not be shown to you, so it was ended.",
  noWayIn: "Tavus gave no way into it, so nobody could come in and it was ended.",
  shutdown: "I was stopped, and this team lets me end the calls then.",
  personaGone: "Its persona was deleted or unlinked here.",
  keyChanged: "The team's Tavus key was to be replaced or removed, and the room was in that key's account.",
  teamLeft: "I was removed from this team.",
  found: "The answer of Tavus had been lost, so nobody could come in. It was found and ended.",
  timeUp: "Its time was up.",
  idle: "Nothing was said for ten minutes.",
  notMade: "It was never opened.",
  lost: "The answer of Tavus was lost, and no room of it was found.",
  assumed: "Tavus could not be asked about it any more; by now its time is up, so it has ended by itself.",
  test: "It was a test: nobody comes, and it costs nothing.",
  maxDuration: "Its time was up.",
  cutShort: timeWasUpEarly,
  everybodyLeft: "Everybody had left.",
  nobodyCame: "Nobody came within two minutes.",
  nobodyThere: "Tavus saw nobody in it for two minutes.",
  endedInTavus: "It was ended in Tavus.",
  failedInTavus: "Tavus could not go on with it.",
};

export function minutesText(minutes: number): string {
  return counted(minutes, "minute");
}

export function endButton({ id }: Conversation, label = "End"): Button {
  return { label, action: "end-call", state: id, style: "danger" };
}

export function roomIsOpen({ personaName }: Conversation): string {
  return `Your room with ${quoted(personaName)} is open`;
}

/** Who is in a room, or may come into it, since when. */
export function roomItem(conversation: Conversation, number?: number): Item {
  const { state, joinedMs, openedMs, userId } = conversation;
  const since = timeMark(joinedMs ?? openedMs);
  const what =
    state === "ending"
      ? "The room is being ended, for"
      : joinedMs === undefined
        ? `Room open since ${since} for`
        : `In a call since ${since}:`;
  const text = number === undefined ? what : `${number}. ${what}`;
  return { text, mentions: [{ kind: "person", id: userId }] };
}

/** What became of a room, for whoever could not be answered. Never with the way in. */
export function roomNews(conversation: Conversation): Reply {
  if (conversation.mode === "chat") return rehearsalNews(conversation);
  const name = quoted(conversation.personaName);
  switch (conversation.state) {
    case "making":
    case "open":
      return {
        tone: "neutral",
        title: roomIsOpen(conversation),
        text: "Press Join on its card again: the link is shown to you as long as it opens the room. If nobody comes, the room closes by itself.",
        buttons: [endButton(conversation)],
      };
    case "ending":
      return { tone: "neutral", title: `Your room with ${name} is being ended`, text: whyText(conversation) };
    case "ended":
      return {
        tone: "neutral",
        title: `Your room with ${name} is over`,
        text: whyText(conversation),
        notes: [usedText(conversation)],
      };
    case "failed":
      return {
        tone: "failure",
        title: `Your room with ${name} could not be opened`,
        text: whyText(conversation),
      };
  }
}

/** The same of one in writing, into which nobody comes. */
function rehearsalNews(conversation: Conversation): Reply {
  const name = quoted(conversation.personaName);
  const isOpen = conversation.state === "making" || conversation.state === "open";
  if (isOpen) {
    return {
      tone: "neutral",
      title: `Your rehearsal with ${name} is open`,
      text: "Press Rehearse again, and it goes on. It ends by itself at the end of its time, or after ten minutes without a word.",
      buttons: [endButton(conversation)],
    };
  }
  const isFailed = conversation.state === "failed";
  return {
    tone: isFailed ? "failure" : "neutral",
    title: isFailed ? `The rehearsal with ${name} did not begin` : `Your rehearsal with ${name} is over`,
    text: whyText(conversation),
    ...(conversation.endedMs === undefined ? {} : { notes: [usedText(conversation)] }),
  };
}

/** Why it is over, and how to have another one where nobody has had this one. */
export function whyText(conversation: Conversation): string {
  const { endReason, state, isLeftBehind } = conversation;
  const operation = operationOf(conversation);
  if (state === "ending") {
    const why = endReason && whyEnding[endReason];
    return [...(why ? [why] : []), endingTexts[operation]].join(" ");
  }
  const why = endReason === "lost" && isLeftBehind ? leftBehindText : endSentences[endReason ?? "lost"];
  return neverHad.has(endReason ?? "lost") ? `${why} ${againNow[operation]}` : why;
}

const neverHad: ReadonlySet<EndReason> = new Set<EndReason>(["undelivered", "noWayIn", "found", "lost"]);

/** Of what its person has not ended, and may not know of. */
const whyEnding: { [reason in EndReason]?: string } = {
  noWayIn: "Tavus gave no way into it, so nobody can come in.",
  undelivered: "It could not be shown to you.",
};

const endingTexts = {
  call: "Nothing to do: it is ended as soon as Tavus confirms it. Then Join opens a new one.",
  rehearsal: "Nothing to do: it is ended as soon as Tavus confirms it. Then Rehearse begins a new one.",
};

const leftBehindText =
  "The answer of Tavus was lost, and the Tavus key was changed before the room could be looked for. If it was opened in the account of the previous key, it closed there by itself.";

export function usedText({ minutes, minutesUsed = 0 }: Conversation): string {
  if (minutesUsed === 0) return "It took nothing of the daily limit.";
  const used = minutesText(minutesUsed);
  return minutesUsed < minutes
    ? `It took ${used} of the daily limit; the rest was given back.`
    : `It took ${used} of the daily limit.`;
}

export function termsText(callMinutes: number): string {
  return `Press Join for a private room of your own. Only you see its link. Open it within ${comingText(callMinutes)}; the call may last ${minutesText(callMinutes)}.`;
}

/** How long a room waits for somebody, which is never longer than it lasts. */
export function comingText(minutes: number): string {
  return minutes * 60 < absentSeconds ? minutesText(minutes) : "two minutes";
}
