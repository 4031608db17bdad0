import type { Context, FormContext } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { outcomeOf } from "../../chat/reservations.ts";
import { OutsideError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import type { Services } from "../services.ts";

type Acting = Pick<Context<Services>, "services" | "member">;

/** Why the bot cannot write in this channel, with the remedy; undefined when it can. Nothing is posted yet. */
export async function channelProblem(
  channelId: string,
  { services, member }: Acting,
): Promise<string | undefined> {
  const channels = services.channelsOf(member.tenantId);
  if (!channels) return unavailable;
  try {
    const rights = await channels.rights(channelId);
    return rights.kind === "no" ? rights.remedy : undefined;
  } catch (error) {
    return problemFrom(error);
  }
}

/**
 * Writes the first message into the channel, which shows that warnings will arrive there; the same form sent twice
 * writes one. Returns why it could not be written, with the remedy.
 */
export async function postFirstMessage(
  channelId: string,
  { services, member, formId }: Acting & Pick<FormContext<Services>, "formId">,
): Promise<string | undefined> {
  const { tenantId, userId } = member;
  const channels = services.channelsOf(tenantId);
  if (!channels) return unavailable;
  const delivery = `${formId}.${channelId}`;
  const { deliveries } = services;
  if (!(await deliveries.reserve(tenantId, delivery))) {
    const outcome = await outcomeOf(deliveries, tenantId, delivery);
    // Sent again it is tried again, whoever has died over it.
    if (outcome === "dead") await deliveries.release(tenantId, delivery);
    return outcome === "carriedOut" ? undefined : unavailable;
  }
  try {
    const result = await channels.post(channelId, firstMessage(userId), randomId(20));
    if (result.kind !== "posted") {
      await deliveries.release(tenantId, delivery);
      return result.kind === "closed" ? result.remedy : unavailable;
    }
  } catch (error) {
    // The person is asked to send it again, which is to try it.
    await deliveries.release(tenantId, delivery);
    return problemFrom(error);
  }
  await deliveries.carriedOut(tenantId, [delivery]);
  return undefined;
}

const unavailable = "The channel could not be tried just now. Send the form again in a moment.";

function problemFrom(error: unknown): string {
  if (error instanceof OutsideError) return unavailable;
  throw error;
}

function firstMessage(userId: string): Reply {
  return {
    tone: "neutral",
    title: "Warnings will be posted here",
    text: "When something keeps a persona from Tavus, a message here says what happened and what to do.",
    facts: [{ label: "Set by", value: "", mentions: [{ kind: "person", id: userId }] }],
    visibility: "public",
  };
}
