import type { PersonaRow } from "../database/tables.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import type { TavusError } from "../tavus/errors.ts";
import { type FailedAttempt, isWorthTelling } from "../warnings/worth-telling.ts";
import type { OpenAttempt } from "./attempt.ts";
import { isGivenUp, outcomeOf } from "./outcome.ts";

/**
 * Tells the team of a failed attempt, once its outcome is stored; `row` is as it was before. False: this is nothing the
 * team needs to hear of.
 */
export async function raiseFailure(
  deps: PersonaDeps,
  { row, isAnswered = false }: Pick<OpenAttempt, "row" | "isAnswered">,
  error: TavusError,
): Promise<boolean> {
  if (!isWorthTelling(failedAttempt(deps, row, error))) return false;
  const { tenant_id: tenantId, id, created_by: userId } = row;
  const { kind: cause, words, incident } = error;
  const isSeen = isAnswered || deps.watchers.isWatched({ tenantId, id });
  await deps.warnings.raise(tenantId, { cause, words, incident, userId, isSeen });
  return true;
}

function failedAttempt(deps: PersonaDeps, row: PersonaRow, error: TavusError): FailedAttempt {
  const outcome = outcomeOf(error);
  if (outcome === "waitingForPeople") return { ending: "waitsForPeople" };
  if (outcome === "refused" || error.kind === "notFound" || isGivenUp(row, deps.now()))
    return { ending: "forGood" };
  return { ending: "triedAgain", triesBefore: row.tries };
}
