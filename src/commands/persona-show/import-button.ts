import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { note } from "../reply/persona-buttons.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Brings back from Tavus what was deleted here only. Its state is the Tavus id, and that of the record that was deleted. */
export const importButton: ButtonAction<Services> = {
  access: "manager",
  async run(state, context) {
    const [tavusPersonaId = "", deletedId] = state.split(".");
    return { kind: "reply", reply: await importOnce(tavusPersonaId, deletedId, context) };
  },
};

/** The persona brought back; at a second press, what the first has made. Undo, and linking by hand, bring it back otherwise. */
async function importOnce(
  tavusPersonaId: string,
  deletedId: string | undefined,
  context: Context<Services>,
): Promise<Reply> {
  const { services, member } = context;
  const { tenantId, userId } = member;
  // By the ID alone: somebody else may have it as a name.
  const persona = await services.personas.withId(tenantId, tavusPersonaId);
  if (persona?.tavusPersonaId === tavusPersonaId) {
    return persona.isImported && persona.id !== deletedId ? backReply(persona) : hereReply(persona);
  }
  const removed = await services.personas.findRemoved(tenantId, tavusPersonaId);
  if (removed?.tavus === "kept" && removed.persona.tavusPersonaId === tavusPersonaId) {
    const imported = await services.personas.importDeleted(tenantId, removed.persona.id, userId);
    note(context, "import", imported);
    return backReply(imported);
  }
  throw new UserError(
    "There is nothing to bring back under this ID. /persona-list with the filter In Tavus only shows what only Tavus has.",
  );
}

function hereReply(persona: Persona): Reply {
  return {
    tone: "neutral",
    title: `${quoted(persona.name)} is here`,
    text: "It is linked to what Import would bring back, so nothing was done.",
    facts: idFacts(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
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
