import type { Member } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import { cardOf } from "../reply/shared-card.ts";
import type { Services } from "../services.ts";

/** What a link to a persona of this team shows to everybody in the channel where somebody has posted it. */
export function createPreview(services: Services) {
  const { personas, mayUse } = services;
  return async (tenantId: string, id: string) => {
    const persona = await personas.withId(tenantId, id);
    if (!persona) return undefined;
    return async (member: Member): Promise<Reply | undefined> =>
      (await mayUse(member, "member")) ? undefined : cardOf(persona, services);
  };
}
