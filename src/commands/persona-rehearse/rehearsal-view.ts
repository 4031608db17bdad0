import type { Button, Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { RehearsalLine } from "../../conversations/rehearsal/rehearsal.ts";
import { cutText } from "../../cut-text.ts";
import { shortName } from "../../short-name.ts";
import { spoken } from "../../text/spoken.ts";
import { usedText, whyText } from "../persona-talk/call-words.ts";
import { quoted } from "../reply/persona-reply.ts";

/** What a reply's text has room for beside a sentence of ours. */
const mostShown = 2600;

export type RehearsalScene = {
  room: Conversation;
  lines: readonly RehearsalLine[];
  /** Whether this person may change the persona. */
  mayEdit: boolean;
  /** What went wrong just now, as sentences. */
  trouble?: string | undefined;
};

/** The dialogue so far, to the person who has it alone, and what to do next. */
export function rehearsalView({ room, lines, mayEdit, trouble }: RehearsalScene): Reply {
  const isOpen = room.state === "open";
  const waits = isOpen && isWaiting(lines);
  return {
    tone: trouble ? "warning" : isOpen ? "success" : "neutral",
    title: isOpen ? `Rehearsing ${quoted(room.personaName)}` : `Rehearsed ${quoted(room.personaName)}`,
    ...said(room, lines, {
      opening: isOpen ? openingText : endedTextOf(room),
      trouble: trouble ?? (waits ? waitText(lines) : undefined),
    }),
    notes: isOpen ? [costNote] : lines.length > 0 ? [goneNote] : [],
    buttons: rehearsalButtons(room, { waits, mayEdit }),
  };
}

/**
 * One message in its thread: what it shows of the dialogue, and, below the newest alone, what to do next. `isPast`: there is a newer
 * one.
 */
export function threadMessage({ room, lines, mayEdit }: RehearsalScene, { isPast = false } = {}): Reply {
  const isOpen = room.state === "open";
  const waits = isOpen && isWaiting(lines);
  const name = quoted(room.personaName);
  return {
    tone: isOpen || isPast ? "success" : "neutral",
    title:
      lines.length === 0 ? `Rehearsing ${name}` : isWaiting(lines) ? `Said to ${name}` : `${name} answers`,
    ...said(room, lines, {
      opening: isPast ? threadPastText : isOpen ? threadOpeningText : threadEndedTextOf(room),
      trouble: waits && !isPast ? waitText(lines) : undefined,
    }),
    notes: [
      ...(lines.length === 0 ? [...(isOpen || isPast ? [costNote] : []), threadNote] : []),
      ...(isOpen || isPast ? [] : [`The rehearsal is over. ${whyText(room)} ${usedText(room)}`]),
    ],
    buttons: isPast ? [] : rehearsalButtons(room, { waits, mayEdit }),
    visibility: "public",
  };
}

/** Where nothing can be read just now: what was typed stands here, and is kept. */
export function keptView(room: Conversation, typed: string): Reply {
  return {
    tone: "warning",
    title: `Rehearsing ${quoted(room.personaName)}`,
    text: `${spoken("You", typed)}\n\nWhat you said is kept. What came of it cannot be shown just now; press Ask again in a moment.`,
    buttons: openButtons(room, true),
  };
}

const openingText = "Nothing has been said yet. Press Say something; only you see what is said here.";
const threadOpeningText =
  "Nothing has been said yet. Press Say something: what is said, and each answer, is in this thread.";
/** Something stands below it by now. */
const threadPastText = "What is said, and each answer, is in this thread.";
const costNote =
  "It uses the same daily minutes as a call, and ends after ten minutes without a word, at the end of its time, or with End.";
const goneNote = "What was said is deleted here within a day.";
const threadNote = "What was said is deleted here within a day; this thread stays until somebody deletes it.";

const nothingText = "Nothing was said.";

/** Where no line of it is left. */
function endedTextOf({ saidMs }: Conversation): string {
  return saidMs === undefined ? nothingText : goneText;
}

/** In a message of its own in which none of its lines stands: they may stand in another, or not be shown there. */
function threadEndedTextOf({ saidMs }: Conversation): string {
  return saidMs === undefined
    ? nothingText
    : "What was said, and each answer, is in this thread, as far as it could be shown here.";
}

export const goneText = "What was said is deleted here by now.";

function said(
  room: Conversation,
  lines: readonly RehearsalLine[],
  { opening, trouble }: { opening: string; trouble: string | undefined },
): Pick<Reply, "text" | "files"> {
  const { shown, isWhole } = newest(lines, room);
  const text = [shown || opening, ...(trouble ? [trouble] : [])].join("\n\n");
  const open = { action: "rehearse-text", state: room.id };
  return { text, ...(!isWhole && { files: [{ name: "rehearsal.txt", text: allLines(lines, room), open }] }) };
}

export function isWaiting(lines: readonly RehearsalLine[]): boolean {
  const last = lines.at(-1);
  return last !== undefined && last.answer === undefined;
}

function waitText(lines: readonly RehearsalLine[]): string {
  switch (lines.at(-1)?.state) {
    case "unsent":
      return "Your last line did not get to Tavus. It is kept: press Ask again to send it.";
    case "unknown":
      return "Whether your last line was heard is not known. Press Ask again to look for an answer; if none comes, say it once more.";
    default:
      return "The answer has not come yet. Press Ask again to look for it.";
  }
}

/** What can be done with it now. */
export function rehearsalButtons(
  room: Conversation,
  { waits, mayEdit }: { waits: boolean; mayEdit: boolean },
): Button[] {
  return [
    ...(room.state === "open" ? openButtons(room, waits) : againButton(room)),
    ...(mayEdit ? [saveButton(room)] : []),
  ];
}

function openButtons({ id: state }: Conversation, waits: boolean): Button[] {
  return [
    ...(waits ? [{ label: "Ask again", action: "rehearse-again", state }] : []),
    { label: "Say something", action: "rehearse-say", state, style: "primary" },
    { label: "End", action: "rehearse-end", state, style: "danger" },
  ];
}

function againButton({ personaId }: Conversation): Button[] {
  return [{ label: "Rehearse again", action: "rehearse", state: personaId }];
}

function saveButton({ personaId }: Conversation): Button {
  return { label: "Change the persona", action: "edit", state: personaId };
}

/** The end of the dialogue, as much of it as there is room for; a line that is too long alone stands in the file. */
function newest(lines: readonly RehearsalLine[], room: Conversation): { shown: string; isWhole: boolean } {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines.toReversed()) {
    const text = lineText(line, room);
    if (length + text.length > mostShown) {
      const head = shown.length === 0 ? [cutText(text, mostShown)] : [];
      return { shown: ["… (all of it is in the file)", ...head, ...shown].join("\n\n"), isWhole: false };
    }
    length += text.length + 2;
    shown.unshift(text);
  }
  return { shown: shown.join("\n\n"), isWhole: true };
}

export function allLines(lines: readonly RehearsalLine[], room: Conversation): string {
  return lines.map((line) => lineText(line, room)).join("\n\n");
}

/** A name of two lines could say something in the other's place. */
const longestSpeaker = 100;

function lineText({ text, answer }: RehearsalLine, { personaName }: Conversation): string {
  return [
    spoken("You", text),
    ...(answer === undefined ? [] : [spoken(shortName(personaName, longestSpeaker), answer || "(nothing)")]),
  ].join("\n");
}
