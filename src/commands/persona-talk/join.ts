import type { ButtonResult, Context } from "../../chat/command.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { Persona } from "../../personas/persona.ts";
import { helpedWithKey } from "../reply/key-help.ts";
import type { Services } from "../services.ts";
import { readCardState } from "./card-state.ts";
import { joinReply } from "./join-reply.ts";
import { findLinked, type OpenedRoom, openRoom } from "./open-room.ts";
import { newCard } from "./post-card.ts";

/** What stands on an older card may not be so any more. */
const cardLifeMs = 24 * 60 * 60_000;

/** Somebody pressed Join: a room of their own, or the one they have. */
export async function join(state: string, context: Context<Services>): Promise<ButtonResult> {
  const { services, message } = context;
  const { personaId, writtenMs, mode } = readCardState(state);
  const found = await findLinked(personaId, context);
  if ("reply" in found) return { kind: "reply", reply: found.reply };
  const { persona } = found;
  if (services.now() - writtenMs > cardLifeMs) return replaceCard(persona, state, context);
  const answer = (room: OpenedRoom) => answerTo(room, context);
  return openRoom(persona, { mode, card: message, action: "call", answer }, context);
}

/** What the person reads of the room that a press gave them; of one in writing that is open, only that it is. */
export async function answerTo(room: OpenedRoom, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const { conversation } = room;
  const cause = conversation.failure?.cause;
  const isFull = cause === "tooManyConversations";
  const reply = joinReply(room, {
    holders: isFull ? await holdersOf(conversation, services) : [],
    isManager: isFull && (await member.role()) !== "member",
    left: await minutesLeft(context),
  });
  return helpedWithKey(reply, cause, context);
}

async function holdersOf(
  { tenantId, id }: Conversation,
  { conversations }: Services,
): Promise<Conversation[]> {
  const open = await conversations.openIn(tenantId);
  return open.filter((room) => room.id !== id && room.state !== "failed");
}

async function minutesLeft({ services, member }: Context<Services>): Promise<Fact | undefined> {
  const all = await services.limits.left(member.tenantId, member.userId);
  const minutes = all.find(({ kind }) => kind === "conversationMinutes");
  return (
    minutes && { label: "Minutes left today, this room not counted", value: String(minutes.left.member) }
  );
}

/** One new card in the place of an old one, whoever presses on that. */
async function replaceCard(
  persona: Persona,
  state: string,
  { services, channelId, message }: Context<Services>,
): Promise<ButtonResult> {
  const { mode } = readCardState(state);
  return {
    kind: "share",
    post: await newCard(persona, mode, services),
    once: { key: ["card", channelId, message?.messageId ?? "", state].join(" "), forMs: cardLifeMs },
    afterwards: {
      tone: "neutral",
      title: "This card is more than a day old",
      text: "No room was opened from it. A new card was posted to this channel: press Join there. If it is gone, run /persona-talk.",
    },
    otherwise: {
      tone: "warning",
      title: "This card is more than a day old",
      text: "No room was opened from it, and a new card may not have been posted. If it is not there, run /persona-talk.",
    },
  };
}
