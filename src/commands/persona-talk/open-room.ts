import type { ButtonResult, Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { JoinRequest, JoinResult } from "../../conversations/join.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import type { AuditAction } from "../../tenants/audit.ts";
import { sentencesFor } from "../../warnings/sentences.ts";
import { limitRefusal } from "../ask/daily-limits.ts";
import { mayChange } from "../persona-history/may-change.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { helpedWithKey } from "../reply/key-help.ts";
import { mayLinkByHand, quoted, showButton } from "../reply/persona-reply.ts";
import { type MayLink, remediesFor } from "../reply/remedy-buttons.ts";
import type { Services } from "../services.ts";
import { borrowedFace } from "./borrowed-face.ts";
import { operationOf } from "./call-words.ts";

export type LinkedPersona = Persona & { tavusPersonaId: string };
export type OpenedRoom = Extract<JoinResult, { kind: "room" }>;

/** What a press is for. */
export type Opening = Pick<JoinRequest, "card" | "mode"> & {
  action: AuditAction;
  /** What the person reads of their room, the one that they had or the new one. */
  answer(room: OpenedRoom): Promise<Reply>;
};

/** The persona of a button, which Tavus must have; or what there is to say instead. */
export async function findLinked(
  id: string,
  context: Pick<Context<Services>, "services" | "member">,
): Promise<{ persona: LinkedPersona } | { reply: Reply }> {
  const found = await findOrReply(id, context);
  if ("reply" in found) return found;
  const { persona } = found;
  return isLinked(persona) ? { persona } : { reply: await notLinkedReplyFor(persona, context) };
}

export function isLinked(persona: Persona): persona is LinkedPersona {
  return persona.link === "linked" && persona.tavusPersonaId !== undefined;
}

/** A room for whoever pressed. What fails once it is open must not leave it open: nobody has the way in. */
export async function openRoom(
  persona: LinkedPersona,
  opening: Opening,
  context: Context<Services>,
): Promise<ButtonResult> {
  const { services, member } = context;
  const { id, name, tavusPersonaId } = persona;
  const { card, mode } = opening;
  const result = await services.conversations.join({
    tenantId: member.tenantId,
    userId: member.userId,
    pressId: context.interactionId,
    persona: { id, name, tavusPersonaId },
    replicaId: await borrowedFace(persona, context),
    card,
    mode,
  });
  try {
    return { kind: "reply", reply: await outcomeOf(result, { persona, opening }, context) };
  } catch (error) {
    if (result.kind === "room" && result.isNew) await services.conversations.abandon(result.conversation);
    throw error;
  }
}

async function outcomeOf(
  result: JoinResult,
  { persona, opening }: { persona: LinkedPersona; opening: Opening },
  context: Context<Services>,
): Promise<Outcome> {
  if (result.kind === "overLimit") throw new UserError(limitRefusal("conversationMinutes", result.reserved));
  if (result.kind === "noKey") {
    const { title, happened, remedy } = sentencesFor(result.cause, { operation: operationOf(opening) });
    return helpedWithKey({ tone: "failure", title, text: `${happened} ${remedy}` }, result.cause, context);
  }
  const { services } = context;
  if (result.isNew && result.conversation.state === "open")
    services.audit.record(context, {
      action: opening.action,
      personaId: persona.id,
      details: persona.name,
      // Its end may be dated earlier than this answer.
      atMs: result.conversation.openedMs,
    });
  return { ...(await opening.answer(result)), ...deliveryOf(result, context) };
}

/**
 * The way in goes to nobody else and nowhere else, and costs minutes: where this answer does not arrive, the room is ended. One that
 * they had already stays, for they may be in it.
 */
function deliveryOf({ conversation, isNew }: OpenedRoom, context: Context<Services>) {
  const { conversations } = context.services;
  const delivered = () => conversations.told(conversation);
  if (!isNew) {
    const undelivered = () => conversations.remind(conversation, context.interactionId);
    // The process of the press that made it may have died before it noted that.
    return { ...(conversation.state === "open" && { delivered }), undelivered };
  }
  return {
    ...(conversation.state === "making" ? {} : { delivered }),
    undelivered: () => conversations.abandon(conversation),
  };
}

/** Where a call, a rehearsal or a link outside was asked for, perhaps by somebody who may not change the persona. */
export async function notLinkedReplyFor(
  persona: Persona,
  context: Pick<Context<Services>, "services" | "member">,
): Promise<Reply> {
  const canChange = await mayChange(persona, context);
  return notLinkedReply(persona, { canChange, ...(await mayLinkByHand(context)) });
}

export function notLinkedReply(
  persona: Persona,
  { canChange, mayLink }: MayLink & { canChange: boolean },
): Reply {
  // What is unlinked is in no call either.
  const remedies = remediesFor(persona, { mayLink }).filter(({ action }) => action !== "unlink");
  const buttons = canChange ? remedies : [showButton(persona)];
  return {
    tone: "warning",
    title: `${quoted(persona.name)} is not linked to Tavus`,
    text: "Calls, rehearsals and sharing outside need the persona in Tavus. /persona-show says what to do.",
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}
