import type { Reply } from "../../chat/reply.ts";
import type { ConversationMode } from "../../conversations/conversation.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";
import { faceOfPersona } from "./conversation-news.ts";
import { talkCard } from "./talk-card.ts";

/** A card of which no room has been made yet. */
export async function newCard(persona: Persona, mode: ConversationMode, services: Services): Promise<Reply> {
  const { id: personaId, name: personaName, description } = persona;
  const face = await faceOfPersona({ facesOf: services.replicas.known }, persona);
  const callMinutes = await services.limits.callMinutesOf(persona.tenantId);
  const { isRehearsalOn: canRehearse } = await services.settings.of(persona.tenantId);
  const card = { personaId, personaName, description, mode, face, callMinutes, canRehearse };
  return talkCard(card, [], services.now());
}
