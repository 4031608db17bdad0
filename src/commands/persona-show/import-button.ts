import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { note } from "../reply/persona-buttons.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Brings back from Tavus what was deleted here only. Its state is the Tavus id. */
export const importButton: ButtonAction<Services> = {
  access: "manager",
  run: async (tavusPersonaId, context) => ({
    kind: "reply",
    reply: backReply(await importOnce(tavusPersonaId, context)),
  }),
};

/** The persona brought back; at a second press, what the first has made. */
async function importOnce(tavusPersonaId: string, context: Context<Services>): Promise<Persona> {
  const { services, member } = context;
  const { tenantId, userId } = member;
  const found = await services.personas.lookUp(tenantId, tavusPersonaId);
  if (found.kind === "found" && found.persona.tavusPersonaId === tavusPersonaId) return found.persona;
  const removed = found.kind === "deleted" ? found.removed : undefined;
  if (removed?.tavus === "kept" && removed.persona.tavusPersonaId === tavusPersonaId) {
    const imported = await services.personas.importDeleted(tenantId, removed.persona.id, userId);
    note(context, "import", imported);
    return imported;
  }
  throw new UserError(
    "There is nothing to bring back under this ID. /persona-list with the filter In Tavus only shows what only Tavus has.",
  );
}

function backReply(persona: Persona): Reply {
  return {
    tone: "success",
    title: `${quoted(persona.name)} is here again`,
    text: "It was brought back from Tavus as a new record. What was kept here alone, such as its traits, is gone.",
    facts: idFacts(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
}
