import type { ButtonAction, ButtonResult, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { saidBy, sentencesFor } from "../../warnings/sentences.ts";
import { showReply } from "../persona-show/show-reply.ts";
import { findOwn, note } from "../reply/persona-buttons.ts";
import { idFacts, personaOutcome, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Each may be pressed twice, or long after it was shown: it looks first, and answers how things stand then. */
export const differenceButtons: Record<string, ButtonAction<Services>> = {
  "keep-ours": { access: "author", run: (id, context) => keep("resolveWithOurs", id, context) },
  "keep-theirs": { access: "author", run: (id, context) => keep("resolveWithTheirs", id, context) },
  "create-again": {
    access: "author",
    isToldByQueue: true,
    run: (id, context) => act("createAgain", id, context),
  },
  overwrite: { access: "author", isToldByQueue: true, run: (id, context) => act("overwrite", id, context) },
};

async function act(
  verb: "createAgain" | "overwrite",
  id: string,
  context: Context<Services>,
): Promise<ButtonResult> {
  const persona = await findOwn(id, context);
  const { services } = context;
  services.personas.takeOver(persona);
  const result = await (verb === "createAgain"
    ? services.personas.createAgain(persona.tenantId, id, context.member.userId)
    : services.personas.overwrite(persona.tenantId, id));
  note(context, verb === "createAgain" ? "create-again" : verb, persona);
  return { kind: "reply", reply: personaOutcome(result, services) };
}

async function keep(
  verb: "resolveWithOurs" | "resolveWithTheirs",
  id: string,
  context: Context<Services>,
): Promise<ButtonResult> {
  const persona = await findOwn(id, context);
  const { personas } = context.services;
  if (persona.link !== "linked") return { kind: "reply", reply: await showReply(persona, context) };
  const comparison = await personas.compare(persona);
  switch (comparison.kind) {
    case "same":
      return keptResult(persona, context);
    case "gone":
      return { kind: "reply", reply: await showReply(persona, context) };
    case "unknown": {
      const { why, words } = comparison;
      const { happened, remedy } = sentencesFor(why, { operation: "keep" });
      throw new UserError(`Nothing was changed. ${happened}${saidBy(why, words)}\n${remedy}`);
    }
    case "differs": {
      personas.takeOver(persona);
      const kept = await personas[verb](persona.tenantId, id);
      note(context, verb === "resolveWithOurs" ? "keep-ours" : "keep-theirs", persona);
      return keptResult(kept, context);
    }
  }
}

function keptResult(persona: Persona, { services }: Context<Services>): ButtonResult {
  const isInStep = persona.link === "linked" && !persona.isBehind;
  return { kind: "reply", reply: isInStep ? inStepReply(persona) : personaOutcome(persona, services) };
}

function inStepReply(persona: Persona): Reply {
  return {
    tone: "success",
    title: `${quoted(persona.name)} is the same here and in Tavus`,
    text: "Both sides hold the same now.",
    facts: idFacts(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
}
