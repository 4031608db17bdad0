import type { ButtonAction, ButtonResult, Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import { FailedBecause } from "../../warnings/failed-because.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { withUndo } from "../persona-history/with-undo.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import { showReply } from "../persona-show/show-reply.ts";
import { findOwn, note, noteDeleted } from "../reply/persona-buttons.ts";
import { idFacts, keptNotes, personaOutcome, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";

/** Each may be pressed twice, or long after it was shown: it looks first, and answers how things stand then. */
export const differenceButtons: Record<string, ButtonAction<Services>> = {
  "keep-ours": { access: "author", run: (state, context) => keep("resolveWithOurs", state, context) },
  "keep-theirs": { access: "author", run: (state, context) => keep("resolveWithTheirs", state, context) },
  "create-again": {
    access: "author",
    run: (state, context) => createAgainOrAsk(state, context),
  },
  overwrite: { access: "author", run: (id, context) => act("overwrite", id, context) },
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
  const action = verb === "createAgain" ? "create-again" : verb;
  const doing =
    verb === "createAgain"
      ? personas.createAgain(persona.tenantId, id, context.member.userId)
      : personas.overwrite({ tenantId: persona.tenantId, id, by: context.member.userId });
  const result = await noteDeleted(context, { action, persona }, doing);
  note(context, action, persona);
  const outcome = await outcomeOrChoice(result, context);
  return {
    kind: "reply",
    reply: verb === "overwrite" ? await withUndo(outcome, { id, of: ["overwrite"], context }) : outcome,
  };
}

/** The state says what the person was shown of Tavus's side; buttons of older versions do not. */
async function keep(
  verb: "resolveWithOurs" | "resolveWithTheirs",
  state: string,
  context: Context<Services>,
): Promise<ButtonResult> {
  const [id = "", seen, revision] = state.split(".");
  const persona = await findOwn(id, context);
  const { personas } = context.services;
  const undoable = { id, of: ["keep-ours", "keep-theirs"], context } as const;
  if (persona.link !== "linked") return { kind: "reply", reply: await showReply(persona, context) };
  const comparison = await personas.compare(persona);
  switch (comparison.kind) {
    case "same":
      return { kind: "reply", reply: await withUndo(await keptOutcome(persona, context), undoable) };
    case "gone":
    case "elsewhere":
      return { kind: "reply", reply: await showReply(persona, context) };
    case "unknown": {
      const { why, words } = comparison;
      const { happened, remedy } = sentencesFor(why, { operation: "keep" });
      const what = withSaid(`Nothing was changed. ${happened}`, why, words);
      throw new FailedBecause(`${what}\n${remedy}`, why);
    }
    case "differs": {
      const isAsShown = comparison.seen === seen && Number(revision ?? persona.revision) === persona.revision;
      if (!isAsShown) return { kind: "reply", reply: await showAgain(persona, context) };
      personas.takeOver(persona);
      const shown = { seen, revision: persona.revision };
      const asked = { tenantId: persona.tenantId, id, by: context.member.userId };
      const action = verb === "resolveWithOurs" ? "keep-ours" : "keep-theirs";
      const kept = await noteDeleted(context, { action, persona }, personas[verb]({ ...asked, ...shown }));
      if (isShownAgain(kept)) return { kind: "reply", reply: await showAgain(kept, context) };
      note(context, action, persona);
      const result = verb === "resolveWithOurs" ? sentOutcome(kept, context) : keptOutcome(kept, context);
      return { kind: "reply", reply: await withUndo(await result, undoable) };
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
  "It was changed once more since you were shown it, here or in Tavus, so nothing was overwritten. Choose again.";

async function keptOutcome(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const isInStep = persona.link === "linked" && !persona.isBehind;
  if (!isInStep) return personaOutcome(persona, context);
  return { ...inStepReply(persona), ...noted(persona, context) };
}

/** The queue has sent it, and tells it elsewhere where this reply does not arrive. */
async function sentOutcome(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const { services } = context;
  const undelivered = () => services.personas.tellElsewhere(persona);
  return { ...(await keptOutcome(persona, context)), undelivered };
}

/** Where the queue was at work, it owes the person how that ended: this reply has told it. */
function noted(persona: Persona, { services: { personas } }: Context<Services>): Pick<Outcome, "delivered"> {
  return { delivered: () => personas.told(persona) };
}

function inStepReply(persona: Persona): Reply {
  return {
    tone: "success",
    title: `${quoted(persona.name)} is in step with Tavus`,
    text: "Both sides hold the same now.",
    facts: idFacts(persona),
    notes: keptNotes(persona),
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
}
