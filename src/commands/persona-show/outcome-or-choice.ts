import type { Context, Outcome } from "../../chat/command.ts";
import type { Persona } from "../../personas/persona.ts";
import { personaOutcome, sentOfIt } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { showReply } from "./show-reply.ts";

/** How it ended; where Tavus keeps something of its own, both sides beside each other and the choice between them. */
export async function outcomeOrChoice(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const outcome = await personaOutcome(persona, context);
  const hasChoice = persona.link === "linked" && !persona.isBehind && persona.differs.length > 0;
  if (!hasChoice) return outcome;
  const { text, ...shown } = await showReply(persona, context);
  const notes = [...(outcome.notes ?? []), `${sentOfIt} The rest waits for your choice.`];
  return { ...outcome, ...shown, ...(text ? { text } : {}), tone: "warning", notes };
}
