import type { Context, Outcome } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Reply } from "../../chat/reply.ts";
import type { UndoableRequest } from "../../personas/history/undo.ts";
import type { Services } from "../services.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/**
 * The answer, and the one that replaces it later, with a button that takes back what this person has just done. Pressed twice,
 * it is answered the same twice.
 */
export async function withUndo(
  outcome: Outcome,
  { id, of, context }: { id: string; of: UndoableRequest["of"]; context: Asking },
): Promise<Outcome> {
  const { services, member } = context;
  const { tenantId, userId } = member;
  const versionId = await services.personas.undoable({ tenantId, id, by: userId, of });
  if (versionId === undefined) return outcome;
  const { later } = outcome;
  return {
    ...withButton(outcome, versionId),
    ...(later && { later: later.then((reply) => reply && withButton(reply, versionId)) }),
  };
}

/** Below what comes next; where there are more buttons than fit, the last of them gives way, which Show has as well. */
function withButton<Answer extends Reply>(reply: Answer, versionId: string): Answer {
  const undo: Button = { label: "Undo", action: undoAction, state: versionId };
  return { ...reply, buttons: [...(reply.buttons ?? []).slice(0, limits.buttons - 1), undo] };
}

export const undoAction = "undo";
