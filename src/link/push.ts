import type { PersonaRow } from "../database/tables.ts";
import { patchFor } from "../personas/content/patch.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { TavusError } from "../tavus/errors.ts";
import { failureFrom, hasTimeLeft, type OpenAttempt, pauseQueue } from "./attempt.ts";
import { delayAfter, outcomeOf } from "./outcome.ts";
import { raiseFailure } from "./raise-failure.ts";
import { settle } from "./settle.ts";

/**
 * Brings a later revision to the linked Tavus persona: reads what is there, patches what differs. Doing it twice does
 * no harm, so an unknown outcome is simply tried again. `force` throws away what somebody has not published in Tavus's
 * own editor, and holds for this push alone.
 */
export function pushRevision(
  deps: PersonaDeps,
  attempt: OpenAttempt,
  { force = false }: { force?: boolean } = {},
): Promise<void> {
  const { row } = attempt;
  return deps.gate.run(row.tenant_id, async () => {
    try {
      await push(deps, attempt, force);
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      await storePushFailure(deps, attempt, error);
      await raiseFailure(deps, attempt, error);
    }
    await settle(deps, row.tenant_id, row.id);
  });
}

async function push(deps: PersonaDeps, attempt: OpenAttempt, force: boolean): Promise<void> {
  const { row, key } = attempt;
  const { tenant_id: tenantId, tavus_persona_id: tavusId } = row;
  const theirs = hasTimeLeft(attempt) && (await deps.tavus.getPersona(key.value, tavusId ?? ""));
  // A patch that outlives its lease could undo a newer one.
  if (!theirs || !hasTimeLeft(attempt)) return deps.outcomes.givenBack(tenantId, row);
  await deps.tavus.patchPersona(key.value, theirs.id, patchFor(row, theirs), { force });
  await deps.outcomes.pushed(tenantId, row, { pushedRevision: row.sent_revision ?? row.revision });
  await deps.tenants.resumeQueue(tenantId);
  deps.warnings.succeeded(tenantId, "push");
}

async function storePushFailure(
  deps: PersonaDeps,
  { row, key }: OpenAttempt,
  error: TavusError,
): Promise<void> {
  const { tenant_id: tenantId, id } = row;
  const failure = failureFrom(error);
  deps.log.info(
    { tenant: tenantId, persona: id, cause: failure.kind, incident: failure.incident },
    "push to Tavus",
  );
  if (error.kind === "notFound") {
    // Under the key of another account nothing is known of the one it was made in.
    const isOtherKey = row.key_tag !== null && row.key_tag !== key.tag;
    if (!isOtherKey) return deps.outcomes.missing(tenantId, row, failure);
    return deps.outcomes.pushed(tenantId, row, { failure, nextAttemptMs: null });
  }
  if (outcomeOf(error) === "waitingForPeople") {
    await pauseQueue(deps, tenantId, { cause: failure.kind, keyTag: key.tag });
  }
  await deps.outcomes.pushed(tenantId, row, { failure, nextAttemptMs: nextPushMs(deps, row, error) });
}

/** Null: Tavus refused the edit, and asking again would not change that; the next edit or Retry does. */
function nextPushMs(deps: PersonaDeps, row: PersonaRow, error: TavusError): number | null {
  const outcome = outcomeOf(error);
  if (outcome === "refused") return null;
  if (outcome === "waitingForPeople") return deps.now();
  return deps.now() + delayAfter(row.tries, deps.random(), error.retryAfterMs);
}
