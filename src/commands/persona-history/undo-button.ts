import type { ButtonAction, Context, Outcome } from "../../chat/command.ts";
import { UserError } from "../../errors.ts";
import type { Undone } from "../../personas/history/undo.ts";
import type { Persona } from "../../personas/persona.ts";
import { oneAfterAnother } from "../../warnings/try-again.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import { withNote } from "../reply/changes.ts";
import { findOwn, note, noteDeleted } from "../reply/persona-buttons.ts";
import type { Services } from "../services.ts";

/** Takes back what the same person has just done. May be pressed twice, late or after another change: then it says so. */
export const undoButton: ButtonAction<Services> = {
  access: "author",
  async run(versionId, context) {
    const { services, member } = context;
    const { tenantId, userId } = member;
    const persona = await requireStillAllowed(versionId, context);
    const undoing = services.personas.undo({ tenantId, versionId, by: userId });
    const undone = await (persona ? noteDeleted(context, { action: "undo", persona }, undoing) : undoing);
    note(context, "undo", undone.persona);
    return { kind: "reply", reply: await undoneOutcome(undone, context) };
  },
};

/** Whoever did it may have lost the right to since. Returns what it is about, deleted or not. */
async function requireStillAllowed(
  versionId: string,
  context: Context<Services>,
): Promise<Persona | undefined> {
  const { services, member } = context;
  const subject = await services.personas.versionSubject({ tenantId: member.tenantId, versionId });
  if (!subject.isDeleted) return findOwn(subject.id, context);
  if ((await member.role()) === "member") {
    throw new UserError("Bringing a deleted persona back is for persona managers and admins.");
  }
  return (await services.personas.findRemoved(member.tenantId, subject.id))?.persona;
}

async function undoneOutcome(undone: Undone, context: Context<Services>): Promise<Outcome> {
  return withNote(await outcomeOrChoice(undone.persona, context), sentenceFor(undone));
}

function sentenceFor({ persona, undone, tavusIdBefore }: Undone): string {
  switch (undone) {
    case "delete-here":
    case "delete-both":
      return oneAfterAnother("Undone: it is here again as it was.", inTavusAgain(persona, tavusIdBefore));
    case "unlink":
      return "Undone: it is linked to the same Tavus persona again.";
    case "keep-ours":
      return "Undone: what Tavus had comes back, here and there. The version you chose is under History.";
    case "overwrite":
      return "Undone: what Tavus had published comes back, here and there. What was not published in its editor is lost.";
    case "keep-theirs":
      return "Undone: your version is here again, and Tavus keeps its own. The choice is open again.";
    default:
      return "Undone: the version before is here again, and goes to Tavus as an edit does.";
  }
}

function inTavusAgain({ tavusPersonaId, link }: Undone["persona"], before: string | undefined): string {
  if (tavusPersonaId !== undefined && tavusPersonaId === before && link !== "missing")
    return "It is linked as before.";
  if (tavusPersonaId !== undefined && before !== undefined && tavusPersonaId !== before)
    return `Tavus had deleted ${before}, so it was made again there under a new ID, ${tavusPersonaId}.`;
  if (before !== undefined && link === "pending")
    return `Tavus had deleted ${before}, so it is made again there under a new ID.`;
  if (link === "missing") return "Tavus does not have it any more.";
  return "";
}
