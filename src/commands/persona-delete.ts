import { type Context, definePlainCommand } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import { UserError } from "../errors.ts";
import type { Persona } from "../personas/persona.ts";
import type { RemoveResult } from "../personas/remove.ts";
import { personaOption, resolvePersona, suggestPersonas } from "./persona-option.ts";
import { quoted } from "./persona-reply.ts";
import type { Services } from "./services.ts";

/** Asks first, naming what will go: here only, or here and in Tavus. */
export const personaDelete = definePlainCommand<Services, { persona: typeof personaOption }>({
  name: "persona-delete",
  summary: "Delete a persona, here only or in Tavus too",
  access: "manager",
  options: { persona: personaOption },
  suggest: (_field, typed, context) => suggestPersonas(typed, context),
  buttons: {
    delete: {
      access: "manager",
      run: async (id, context) => ({ kind: "reply", reply: askReply(await findHere(id, context)) }),
    },
    "delete-here": {
      access: "manager",
      run: async (id, context) => ({ kind: "reply", reply: await carryOut(id, false, context) }),
    },
    "delete-both": {
      access: "manager",
      run: async (id, context) => ({ kind: "reply", reply: await carryOut(id, true, context) }),
    },
    "delete-keep": {
      access: "member",
      run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "Nothing was deleted" } }),
    },
  },

  async run({ persona: text }, context) {
    const found = await resolvePersona(text, "delete", context);
    return "ask" in found ? found.ask : askReply(found.persona);
  },
});

async function findHere(id: string, { services, member }: Context<Services>): Promise<Persona> {
  const persona = await services.personas.find(member.tenantId, id);
  if (persona) return persona;
  throw new UserError("This persona was deleted already.");
}

function askReply(persona: Persona): Reply {
  const { id: state, tavusPersonaId } = persona;
  return {
    tone: "warning",
    title: `Delete ${quoted(persona.name)}?`,
    text: tavusPersonaId
      ? "Here only: the record goes, and the persona in Tavus stays. Here and in Tavus: both go. Neither can be undone."
      : "The record goes, with everything typed into it. This cannot be undone.",
    facts: [
      { label: "Record here", value: state, code: true },
      { label: "Tavus persona", value: tavusPersonaId ?? "not linked", code: tavusPersonaId !== undefined },
    ],
    buttons: [
      { label: "Keep it", action: "delete-keep", state, style: "primary" },
      { label: "Delete here only", action: "delete-here", state, style: "danger" },
      ...(tavusPersonaId
        ? [{ label: "Delete here and in Tavus", action: "delete-both", state, style: "danger" } as const]
        : []),
    ],
  };
}

async function carryOut(id: string, alsoInTavus: boolean, context: Context<Services>): Promise<Reply> {
  const { tenantId } = context.member;
  const result = await context.services.personas.remove({ tenantId, id, alsoInTavus });
  return {
    tone: "success",
    title: `${quoted(result.persona.name)} was deleted`,
    text: whatHappened(result),
    facts: [{ label: "Record here", value: id, code: true }, ...keptFact(result)],
  };
}

function whatHappened({ tavus }: RemoveResult): string {
  switch (tavus) {
    case "deleted":
      return "It is gone here and in Tavus.";
    case "alreadyGone":
      return "It is gone here. In Tavus it was gone already.";
    case "kept":
      return "It is gone here. In Tavus it stays, under the ID below.";
    case "unknown":
      return "It is gone here. Whether Tavus has made it is not known: look for its name there in a few minutes.";
    case "neverThere":
      return "It is gone here. It was not in Tavus.";
  }
}

function keptFact({ persona, tavus }: RemoveResult) {
  const { tavusPersonaId } = persona;
  return tavus === "kept" && tavusPersonaId
    ? [{ label: "Tavus persona", value: tavusPersonaId, code: true }]
    : [];
}
