import type { ButtonAction, ButtonResult, Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import { FailedBecause } from "../../warnings/failed-because.ts";
import { saidBy, sentencesFor } from "../../warnings/sentences.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import { showReply } from "../persona-show/show-reply.ts";
import { findOwn, note } from "../reply/persona-buttons.ts";
import { idFacts, keptNotes, personaOutcome, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Each may be pressed twice, or long after it was shown: it looks first, and answers how things stand then. */
export const differenceButtons: Record<string, ButtonAction<Services>> = {
  "keep-ours": { access: "author", run: (state, context) => keep("resolveWithOurs", state, context) },
  "keep-theirs": { access: "author", run: (state, context) => keep("resolveWithTheirs", state, context) },
  "create-again": {
    access: "author",
    isToldByQueue: true,
    run: (state, context) => createAgainOrAsk(state, context),
  },
  overwrite: { access: "author", isToldByQueue: true, run: (id, context) => act("overwrite", id, context) },
};

/** What only Tavus knew of one that was set up there does not come back with it, so that is said first. */
async function createAgainOrAsk(state: string, context: Context<Services>): Promise<ButtonResult> {
  const [id = "", answer] = state.split(".");
  const persona = await findOwn(id, context);
  if (!persona.isImported || answer === confirmed) return act("createAgain", id, context);
  const isGone =
    persona.link === "missing" || (await context.services.personas.compare(persona)).kind === "gone";
  return isGone ? { kind: "reply", reply: askReply(persona) } : act("createAgain", id, context);
}

const confirmed = "yes";

function askReply(persona: Persona): Reply {
  return {
    tone: "warning",
    title: `${quoted(persona.name)} was set up in Tavus`,
    text: "What only Tavus knew of it is gone: a voice or a model of its own with its key, tools, documents. Made again it has what /persona-show shows, and Tavus's own for the rest.",
    facts: idFacts(persona),
    buttons: [
      {
        label: "Create all the same",
        action: "create-again",
        state: `${persona.id}.${confirmed}`,
        style: "primary",
      },
      { label: "Unlink", action: "unlink", state: persona.id },
    ],
  };
}

async function act(
  verb: "createAgain" | "overwrite",
  id: string,
  context: Context<Services>,
): Promise<ButtonResult> {
  const persona = await findOwn(id, context);
  const { personas } = context.services;
  personas.takeOver(persona);
  const result = await (verb === "createAgain"
    ? personas.createAgain(persona.tenantId, id, context.member.userId)
    : personas.overwrite(persona.tenantId, id));
  note(context, verb === "createAgain" ? "create-again" : verb, persona);
  return { kind: "reply", reply: await outcomeOrChoice(result, context) };
}

/** The state says what the person was shown of Tavus's side; buttons of older versions do not. */
async function keep(
  verb: "resolveWithOurs" | "resolveWithTheirs",
  state: string,
  context: Context<Services>,
): Promise<ButtonResult> {
  const [id = "", seen] = state.split(".");
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
      throw new FailedBecause(`Nothing was changed. ${happened}${saidBy(why, words)}\n${remedy}`, why);
    }
    case "differs": {
      personas.takeOver(persona);
      const kept = await personas[verb](persona.tenantId, id, seen);
      if (isShownAgain(kept)) return { kind: "reply", reply: await showAgain(kept, context) };
      note(context, verb === "resolveWithOurs" ? "keep-ours" : "keep-theirs", persona);
      return verb === "resolveWithOurs" ? sentResult(kept, context) : keptResult(kept, context);
    }
  }
}

/** Tavus holds something else than what was chosen about. */
function isShownAgain({ link, differs }: Persona): boolean {
  return link === "linked" && differs.length > 0;
}

async function showAgain(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const reply = await showReply(persona, context);
  return { ...reply, notes: [...(reply.notes ?? []), movedNote], ...noted(persona, context) };
}

const movedNote =
  "Tavus was changed once more since you were shown it, so nothing was overwritten. Choose again.";

async function keptResult(persona: Persona, context: Context<Services>): Promise<ButtonResult> {
  return { kind: "reply", reply: await keptOutcome(persona, context) };
}

async function keptOutcome(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const isInStep = persona.link === "linked" && !persona.isBehind;
  if (!isInStep) return personaOutcome(persona, context);
  return { ...inStepReply(persona), ...noted(persona, context) };
}

/** The queue has sent it, and tells it elsewhere where this reply does not arrive. */
async function sentResult(persona: Persona, context: Context<Services>): Promise<ButtonResult> {
  const { services } = context;
  const undelivered = () => services.personas.tellElsewhere(persona);
  return { kind: "reply", reply: { ...(await keptOutcome(persona, context)), undelivered } };
}

/** Where the queue was at work, it owes the person how that ended: this reply has told it. */
function noted(persona: Persona, { services: { personas } }: Context<Services>): Pick<Outcome, "delivered"> {
  return { delivered: () => personas.told(persona) };
}

function inStepReply(persona: Persona): Reply {
  return {
    tone: "success",
    title: `${quoted(persona.name)} is the same here and in Tavus`,
    text: "Both sides hold the same now.",
    facts: idFacts(persona),
    notes: keptNotes(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
}
