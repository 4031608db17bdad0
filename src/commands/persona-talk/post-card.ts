import type { Reply } from "../../chat/reply.ts";
import type { ConversationMode } from "../../conversations/conversation.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";
import { faceOf } from "./conversation-news.ts";
import { talkCard } from "./talk-card.ts";

/** A card of which no room has been made yet. */
export async function newCard(persona: Persona, mode: ConversationMode, services: Services): Promise<Reply> {
  const { id: personaId, name: personaName, description } = persona;
  const faceUrl = await faceOf(
    { facesOf: (tenantId) => services.personas.cachedReplicas(tenantId) },
    persona,
  );
  const callMinutes = await services.limits.callMinutesOf(persona.tenantId);
  return talkCard({ personaId, personaName, description, mode, faceUrl, callMinutes }, [], services.now());
}
