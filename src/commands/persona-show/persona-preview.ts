import type { Member } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import { sharedCard } from "../reply/shared-card.ts";
import type { Services } from "../services.ts";

/** What a link to a persona shows to everybody in the channel where a member has posted it; undefined: nothing. */
export function createPreview(services: Services) {
  const { personas, replicas, settings, mayUse } = services;
  return async (member: Member, id: string): Promise<Reply | undefined> => {
    const { tenantId } = member;
    if (await mayUse(member, "member")) return undefined;
    const found = await personas.lookUp(tenantId, id);
    if (found.kind !== "found") return undefined;
    const { persona } = found;
    // A name may look like an id.
    if (persona.id !== id && persona.tavusPersonaId !== id) return undefined;
    return sharedCard(persona, {
      replica: persona.replicaId ? await replicas.find(tenantId, persona.replicaId) : undefined,
      canRehearse: (await settings.of(tenantId)).isRehearsalOn,
    });
  };
}
