import { limits } from "../../chat/limits.ts";
import type { Button, Reply } from "../../chat/reply.ts";
import type { Conversation, ConversationMode } from "../../conversations/conversation.ts";
import type { Face } from "../ask/replica-choices.ts";
import { rehearseButton } from "../reply/next-buttons.ts";
import { quoted } from "../reply/persona-reply.ts";
import { endButton, roomItem, termsText } from "./call-words.ts";
import { writeCardState } from "./card-state.ts";

export type TalkCard = {
  personaId: string;
  personaName: string;
  mode: ConversationMode;
  /** How long a call may last in this team. */
  callMinutes: number;
  description?: string | undefined;
  face?: Face | undefined;
  /** The team lets people rehearse in writing. */
  canRehearse?: boolean;
  /** False: it is gone or not linked any more. */
  isHere?: boolean;
};

/** The card for everybody: it makes no room, and shows who is in one. */
export function talkCard(card: TalkCard, open: readonly Conversation[], nowMs: number): Reply {
  const { personaId, personaName, mode, description, face, isHere = true, canRehearse = false } = card;
  const shown = open.slice(0, limits.items);
  const items = shown.map((room, index) => roomItem(room, shown.length > 1 ? index + 1 : undefined));
  const state = writeCardState({ personaId, writtenMs: nowMs, mode });
  return {
    tone: open.length > 0 ? "success" : "neutral",
    title: mode === "test" ? `Test a call with ${quoted(personaName)}` : `Talk with ${quoted(personaName)}`,
    text: [description, isHere ? termsOf(card) : goneText].filter(Boolean).join("\n\n"),
    ...(items.length > 0 ? { items } : {}),
    notes: mode === "test" ? [testNote] : [costNote],
    ...face,
    buttons: [
      ...(isHere ? [{ label: "Join", action: "join", state, style: "primary" } as const] : []),
      ...(isHere && mode === "video" && canRehearse ? [rehearseButton(personaId)] : []),
      ...endButtons(shown),
    ].slice(0, limits.buttons),
    visibility: "public",
  };
}

/** Of more ends than there is room for, the last ones go: managers end those with their own commands. */
function endButtons(shown: readonly Conversation[]): Button[] {
  const [only, ...others] = shown;
  if (only && others.length === 0) return [endButton(only)];
  return shown.slice(0, limits.buttons - 1).map((room, index) => endButton(room, `End ${index + 1}`));
}

function termsOf({ mode, callMinutes }: TalkCard): string {
  return mode === "test" ? testText : termsText(callMinutes);
}

const goneText = "This persona is not linked to Tavus here any more, so nobody can join.";
const testText = "Press Join: Tavus checks everything that a call needs. Nobody comes.";
const testNote = "A test costs nothing, and takes nothing of the daily limit.";
const costNote =
  "Minutes count from the moment a room opens, also while it is empty. Nothing is taken before somebody presses Join.";
