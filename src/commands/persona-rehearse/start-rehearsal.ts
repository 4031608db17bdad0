import type { ButtonResult, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import { UserError } from "../../errors.ts";
import { withSaid } from "../../warnings/sentences.ts";
import { answerTo } from "../persona-talk/join.ts";
import { findLinked, type LinkedPersona, type OpenedRoom, openRoom } from "../persona-talk/open-room.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { openThread } from "./rehearsal-thread.ts";
import { rehearsalButtons, rehearsalView } from "./rehearsal-view.ts";

/** Where it is to be shown: in a thread, to its person alone, or where they have not been asked and nobody else would read it. */
export type Where = "thread" | "alone" | "unasked";

/** Somebody pressed Rehearse: a conversation of their own in writing, from the same minutes as a call. */
export async function startRehearsal(
  personaId: string,
  where: Where,
  context: Context<Services>,
): Promise<ButtonResult> {
  const { services, member } = context;
  const { isRehearsalOn } = await services.settings.of(member.tenantId);
  if (!isRehearsalOn) throw new UserError(isOff);
  const found = await findLinked(personaId, context);
  if ("reply" in found) return { kind: "reply", reply: found.reply };
  const isToBeAsked = where === "unasked" && isPublicHere(context);
  if (isToBeAsked && !(await hasRoom(context))) return { kind: "reply", reply: askWhere(found.persona) };
  // What they have may end in this moment, and a new one stands in no channel that they have not chosen.
  const answer = (room: OpenedRoom) => replyTo(room, isToBeAsked ? "alone" : where, context);
  return openRoom(found.persona, { mode: "chat", card: undefined, action: "rehearse", answer }, context);
}

const isOff =
  "Rehearsing in writing is switched off in this team. An admin can switch it on: /persona-setup, Save, then Calls and videos.";

function isPublicHere({ services, member, channelId }: Context<Services>): boolean {
  return services.channelsOf(member.tenantId)?.threads?.arePublic(channelId) === true;
}

async function hasRoom({ services, member }: Context<Services>): Promise<boolean> {
  return (await services.conversations.openOf(member.tenantId, member.userId)) !== undefined;
}

/** Nothing is shown to a channel before its person was told, and nothing costs before they have chosen. */
function askWhere({ id: state, name }: LinkedPersona): Reply {
  return {
    tone: "neutral",
    title: `Rehearse ${quoted(name)} in writing`,
    text: "In a thread here, everybody in this channel can read what you say and what it answers. Only for me: nobody else sees any of it.",
    notes: ["Nothing has begun yet, and nothing is counted before you choose."],
    buttons: [
      { label: "In a thread here", action: "rehearse-thread", state, style: "primary" },
      { label: "Only for me", action: "rehearse-alone", state },
    ],
  };
}

/** What is wrong with the face is wrong for calls as well. */
const namesFace = /(?<![a-z])(?:replica|face)(?![a-z])/i;

async function replyTo(result: OpenedRoom, where: Where, context: Context<Services>): Promise<Reply> {
  const { services } = context;
  const { conversation: room, isNew } = result;
  if (room.mode === "chat" && room.state === "open") {
    const opened = isNew && where !== "alone" ? await openThread(room, context) : undefined;
    if (opened && "place" in opened) return inThreadReply(room, opened.place.threadId, context);
    const lines = await services.rehearsals.lines(room);
    const view = rehearsalView({ room, lines, mayEdit: false });
    return opened ? { ...view, notes: [...(view.notes ?? []), `Only you see it. ${opened.why}`] } : view;
  }
  const { cause, words = "" } = room.failure ?? {};
  const isNotOffered = cause === "rejected" && !namesFace.test(words);
  if (room.mode === "chat" && room.state === "failed" && isNotOffered) {
    return {
      tone: "failure",
      title: `The rehearsal with ${quoted(room.personaName)} did not begin`,
      text: `${notOffered(room.failure?.words)}\nNothing was taken of the daily limit.`,
    };
  }
  return answerTo(result, context);
}

function inThreadReply(room: Conversation, threadId: string, context: Context<Services>): Reply {
  const isOnDiscord = context.member.platform === "discord";
  const where = isPublicHere(context)
    ? "It is in this channel, and everybody here can read it."
    : isOnDiscord
      ? "Only you and people who manage threads here see it."
      : "Only you see it.";
  return {
    tone: "success",
    title: `Your rehearsal with ${quoted(room.personaName)} is in a thread`,
    text: `Press Say something there: what you say, and each answer, is in it. ${where}`,
    ...(isOnDiscord && {
      facts: [{ label: "Thread", value: "", mentions: [{ kind: "channel", id: threadId }] }],
    }),
    buttons: rehearsalButtons(room, { waits: false, mayEdit: false }),
  };
}

/** One sentence, and Tavus's own words where it has some. */
export function notOffered(words: string | undefined): string {
  return withSaid("This Tavus account does not offer talking in writing.", "rejected", words);
}
