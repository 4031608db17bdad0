import type { Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";
import { notHereReply, removedReply } from "./removed-reply.ts";

/** The persona of a button that stands for long, or what there is to say of one that was deleted. */
export async function findOrReply(
  id: string,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<{ persona: Persona } | { reply: Reply }> {
  const persona = await services.personas.find(member.tenantId, id);
  if (persona) return { persona };
  const removed = await services.personas.findRemoved(member.tenantId, id);
  return { reply: removed ? await removedReply(removed, member) : notHereReply };
}
