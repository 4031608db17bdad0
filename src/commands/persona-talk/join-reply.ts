import { limits } from "../../chat/limits.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { JoinResult } from "../../conversations/join.ts";
import { lostAfterMs } from "../../conversations/terms.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { againNow } from "../../warnings/try-again.ts";
import { quoted } from "../reply/persona-reply.ts";
import {
  comingText,
  endButton,
  minutesText,
  operationOf,
  roomIsOpen,
  roomItem,
  roomNews,
} from "./call-words.ts";

type Room = Extract<JoinResult, { kind: "room" }>;

export type JoinScene = {
  /** The team's rooms that hold places, where Tavus has none left. */
  holders: readonly Conversation[];
  isManager: boolean;
  /** What is left of the day's minutes. */
  left: Fact | undefined;
};

/** What the person reads who pressed Join or Rehearse; the way in is in this answer and nowhere else. */
export function joinReply({ conversation, link }: Room, scene: JoinScene): Reply {
  // Nobody comes into one in writing: its view is its own.
  if (conversation.mode === "chat" && conversation.state === "open") return roomNews(conversation);
  switch (conversation.state) {
    case "open":
      if (conversation.mode === "test") return testReply(conversation);
      return link === undefined ? withoutLink(conversation) : withLink(conversation, link, scene.left);
    case "making":
      return unknownReply(conversation);
    case "failed":
      return conversation.endReason === "lost" ? roomNews(conversation) : failedReply(conversation, scene);
    case "ending":
    case "ended":
      return conversation.mode === "test" ? testReply(conversation) : roomNews(conversation);
  }
}

function withLink(conversation: Conversation, url: string, left: Fact | undefined): Reply {
  return {
    tone: "success",
    title: roomIsOpen(conversation),
    text: `Open the room now: only you see its link. If you do not come within ${comingText(conversation.minutes)} of its opening, the room closes by itself.`,
    facts: [{ label: "At most", value: minutesText(conversation.minutes) }, ...(left ? [left] : [])],
    links: [{ label: "Open the room", url, secret: true }],
    buttons: [endButton(conversation)],
  };
}

function withoutLink(conversation: Conversation): Reply {
  return {
    tone: "neutral",
    title: `You have a room with ${quoted(conversation.personaName)} already`,
    text: "Its link cannot be shown again: it lets nobody in for longer than two minutes. If you are in it, go on in the window that you have. Otherwise press End, then Join again: everybody has one room at a time.",
    buttons: [endButton(conversation)],
  };
}

function testReply({ personaName }: Conversation): Reply {
  return {
    tone: "success",
    title: `The test with ${quoted(personaName)} went well`,
    text: "Tavus took everything that a call needs. Nobody came, and it cost nothing. /persona-talk posts a card for a real call.",
  };
}

function unknownReply(conversation: Conversation): Reply {
  const { personaName, failure, mode, minutes } = conversation;
  const operation = operationOf(conversation);
  const { happened } = sentencesFor(failure?.cause ?? "interrupted", { operation });
  return {
    tone: "warning",
    title: titlesFor(personaName)[operation].unknown,
    text: `${withSaid(happened, failure?.cause ?? "interrupted", failure?.words)}\nI look for it, end it if it is there, and tell you. Until then no second one is opened, so that nothing is spent twice. Heard nothing in ${waitText({ mode, minutes })}? ${againNow[operation]}`,
    ...incidentNote(failure?.incident),
  };
}

function failedReply(conversation: Conversation, { holders, isManager }: JoinScene): Reply {
  const { personaName, failure } = conversation;
  const cause = failure?.cause ?? "interrupted";
  const operation = operationOf(conversation);
  const { happened, remedy } = sentencesFor(cause, { operation });
  const isFull = cause === "tooManyConversations";
  const shown = isFull ? holders.slice(0, limits.items) : [];
  const who = shown.length > 0 ? "This team has these rooms open:" : "None of them is a room of this team.";
  return {
    tone: "failure",
    title: titlesFor(personaName)[operation].failed,
    text: [withSaid(happened, cause, failure?.words), ...(isFull ? [who] : []), remedy, nothingTaken].join(
      "\n",
    ),
    ...(shown.length > 0 ? { items: shown.map((room, index) => roomItem(room, index + 1)) } : {}),
    ...(isManager && shown.length > 0
      ? { buttons: shown.slice(0, limits.buttons).map((room, index) => endButton(room, `End ${index + 1}`)) }
      : {}),
    ...incidentNote(failure?.incident),
  };
}

function titlesFor(personaName: string) {
  const name = quoted(personaName);
  return {
    call: {
      unknown: `Whether a room with ${name} was opened is not known`,
      failed: `No room with ${name} was opened`,
    },
    rehearsal: {
      unknown: `Whether the rehearsal with ${name} began is not known`,
      failed: `The rehearsal with ${name} did not begin`,
    },
  };
}

/** After so long nobody can be in a room whose answer was lost, and another may be opened. */
function waitText(room: Pick<Conversation, "mode" | "minutes">): string {
  return minutesText(Math.ceil(lostAfterMs(room) / 60_000));
}

const nothingTaken = "Nothing was taken of the daily limit.";

function incidentNote(incident: string | undefined): Pick<Reply, "notes"> {
  return incident ? { notes: [`Incident ${incident}`] } : {};
}
