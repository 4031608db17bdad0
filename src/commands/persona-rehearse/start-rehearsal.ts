import type { ButtonResult, Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { JoinResult } from "../../conversations/join.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { saidBy, sentencesFor } from "../../warnings/sentences.ts";
import { limitRefusal } from "../ask/daily-limits.ts";
import { borrowedFace } from "../persona-talk/borrowed-face.ts";
import { notLinkedReply, orAbandon } from "../persona-talk/join.ts";
import { joinReply } from "../persona-talk/join-reply.ts";
import { quoted } from "../reply/persona-reply.ts";
import { notHereReply, removedReply } from "../reply/removed-reply.ts";
import type { Services } from "../services.ts";
import { rehearsalView } from "./rehearsal-view.ts";

/** Somebody pressed Rehearse: a conversation of their own in writing, from the same minutes as a call. */
export async function startRehearsal(personaId: string, context: Context<Services>): Promise<ButtonResult> {
  const { services, member } = context;
  const { isRehearsalOn } = await services.settings.of(member.tenantId);
  if (!isRehearsalOn) throw new UserError(isOff);
  const persona = await services.personas.find(member.tenantId, personaId);
  if (!persona) {
    const removed = await services.personas.findRemoved(member.tenantId, personaId);
    return { kind: "reply", reply: removed ? await removedReply(removed, member) : notHereReply };
  }
  const { tavusPersonaId } = persona;
  if (persona.link !== "linked" || !tavusPersonaId) return { kind: "reply", reply: notLinkedReply(persona) };
  const result = await services.conversations.join({
    tenantId: member.tenantId,
    userId: member.userId,
    pressId: context.interactionId,
    persona: { id: persona.id, name: persona.name, tavusPersonaId },
    replicaId: await borrowedFace(persona, context),
    card: undefined,
    mode: "chat",
  });
  return {
    kind: "reply",
    reply: await orAbandon(result, services, () => outcomeOf(result, persona, context)),
  };
}

const isOff =
  "Rehearsing in writing is switched off in this team. Somebody who manages this server or workspace can switch it on: /persona-setup, Calls and videos.";

async function outcomeOf(result: JoinResult, persona: Persona, context: Context<Services>): Promise<Outcome> {
  const { services } = context;
  if (result.kind === "overLimit") throw new UserError(limitRefusal("conversationMinutes", result.reserved));
  if (result.kind === "noKey") {
    const { title, happened, remedy } = sentencesFor(result.cause, { operation: "call" });
    return { tone: "failure", title, text: `${happened} ${remedy}` };
  }
  const { conversation: room, isNew } = result;
  if (isNew && room.state === "open")
    services.audit.record(context, { action: "rehearse", personaId: persona.id, details: persona.name });
  const delivery =
    isNew && room.state !== "making" ? { delivered: () => services.conversations.told(room) } : {};
  // It costs minutes: where the person does not hear of it, it is over.
  const undelivered = isNew ? () => services.conversations.abandon(room) : async () => {};
  return { ...(await replyTo(result, context)), ...delivery, undelivered };
}

async function replyTo(
  result: Extract<JoinResult, { kind: "room" }>,
  { services }: Context<Services>,
): Promise<Reply> {
  const { conversation: room } = result;
  if (room.mode === "chat" && room.state === "open") {
    const lines = await services.rehearsals.lines(room);
    return rehearsalView({ room, lines, mayEdit: false });
  }
  const cause = room.failure?.cause;
  if (room.mode === "chat" && room.state === "failed" && cause === "rejected") {
    return {
      tone: "failure",
      title: `No rehearsal with ${quoted(room.personaName)}`,
      text: `${notOffered(room.failure?.words)} Nothing was taken of the daily limit.`,
    };
  }
  return joinReply(result, { holders: [], isManager: false, left: undefined });
}

/** One sentence, and Tavus's own words where it has some. */
export function notOffered(words: string | undefined): string {
  return `This Tavus account does not offer talking in writing.${saidBy("rejected", words)}`;
}
