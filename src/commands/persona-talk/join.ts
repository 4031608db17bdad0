import type { ButtonResult, Context, Outcome } from "../../chat/command.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { JoinResult } from "../../conversations/join.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { sentencesFor } from "../../warnings/sentences.ts";
import { limitRefusal } from "../ask/daily-limits.ts";
import { quoted } from "../reply/persona-reply.ts";
import { remediesFor } from "../reply/remedy-buttons.ts";
import { notHereReply, removedReply } from "../reply/removed-reply.ts";
import type { Services } from "../services.ts";
import { borrowedFace } from "./borrowed-face.ts";
import { readCardState } from "./card-state.ts";
import { joinReply } from "./join-reply.ts";
import { newCard } from "./post-card.ts";

/** What stands on an older card may not be so any more. */
const cardLifeMs = 24 * 60 * 60_000;

/** Somebody pressed Join: a room of their own, or the one they have. */
export async function join(state: string, context: Context<Services>): Promise<ButtonResult> {
  const { services, member } = context;
  const { personaId, writtenMs, mode } = readCardState(state);
  const persona = await services.personas.find(member.tenantId, personaId);
  if (!persona) {
    const removed = await services.personas.findRemoved(member.tenantId, personaId);
    return { kind: "reply", reply: removed ? await removedReply(removed, member) : notHereReply };
  }
  const { tavusPersonaId } = persona;
  if (persona.link !== "linked" || !tavusPersonaId) return { kind: "reply", reply: notLinkedReply(persona) };
  if (services.now() - writtenMs > cardLifeMs) return replaceCard(persona, mode, context);
  const result = await services.conversations.join({
    tenantId: member.tenantId,
    userId: member.userId,
    pressId: context.interactionId,
    persona: { id: persona.id, name: persona.name, tavusPersonaId },
    replicaId: await borrowedFace(persona, context),
    card: context.message,
    mode,
  });
  return {
    kind: "reply",
    reply: await orAbandon(result, services, () => outcomeOf(result, persona, context)),
  };
}

/** What fails once the room is open must not leave it open: nobody has the way in. */
export async function orAbandon<T>(
  result: JoinResult,
  { conversations }: Pick<Services, "conversations">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (result.kind === "room" && result.isNew) await conversations.abandon(result.conversation);
    throw error;
  }
}

async function outcomeOf(result: JoinResult, persona: Persona, context: Context<Services>): Promise<Outcome> {
  const { services, member } = context;
  if (result.kind === "overLimit") throw new UserError(limitRefusal("conversationMinutes", result.reserved));
  if (result.kind === "noKey") {
    const { title, happened, remedy } = sentencesFor(result.cause, { operation: "call" });
    return { tone: "failure", title, text: `${happened} ${remedy}` };
  }
  const { conversation, isNew } = result;
  if (isNew && conversation.state === "open")
    services.audit.record(context, { action: "call", personaId: persona.id, details: persona.name });
  const isFull = conversation.failure?.cause === "tooManyConversations";
  const reply = joinReply(result, {
    holders: isFull ? await holdersOf(conversation, services) : [],
    isManager: isFull && (await member.role()) !== "member",
    left: await minutesLeft(context),
  });
  return { ...reply, ...deliveryOf(result, services) };
}

/** The way in goes to nobody else and nowhere else: where this answer does not arrive, the room is ended. */
function deliveryOf(
  { conversation, isNew }: Extract<JoinResult, { kind: "room" }>,
  { conversations }: Services,
) {
  if (!isNew) return { undelivered: async () => {} };
  return {
    ...(conversation.state === "making" ? {} : { delivered: () => conversations.told(conversation) }),
    undelivered: () => conversations.abandon(conversation),
  };
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

export function notLinkedReply(persona: Persona): Reply {
  const buttons = remediesFor(persona);
  const remedies = buttons.map(({ label }) => label).join(" or ");
  return {
    tone: "warning",
    title: `${quoted(persona.name)} is not linked to Tavus yet`,
    text: `A call needs the persona in Tavus. ${remedies ? `Whoever made it, or manages personas, presses ${remedies} first; then` : "As soon as it is there,"} press Join, or run /persona-talk again.`,
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}

async function replaceCard(
  persona: Persona,
  mode: Conversation["mode"],
  { services }: Context<Services>,
): Promise<ButtonResult> {
  return {
    kind: "share",
    post: await newCard(persona, mode, services),
    afterwards: {
      tone: "neutral",
      title: "This card is more than a day old",
      text: "No room was opened from it. A new card was posted to this channel: press Join there.",
    },
    otherwise: {
      tone: "warning",
      title: "This card is more than a day old",
      text: "No room was opened from it, and a new card may not have been posted. If it does not stand there, run /persona-talk.",
    },
  };
}
