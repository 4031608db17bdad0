import { waitForOutcome } from "../link/await-outcome.ts";
import { leaseMs } from "../link/outcome.ts";
import { pushRevision } from "../link/push.ts";
import type { PersonaDeps } from "./deps.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFromRow } from "./persona.ts";
import { findOrExplain } from "./resolve-difference.ts";

/** Longer than a request and its storing. */
const patienceMs = 12_000;

/**
 * Sends an edit that Tavus refused because somebody has unpublished changes in its editor, and throws those away. It is
 * one push under a lease of its own; should it end unknown, the queue goes on without force. Of a persona that is not
 * refused for that (any more) it changes nothing. Throws UserError when it was deleted or there is no key.
 */
export async function overwriteInTavus(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const key = await requireKey(deps, tenantId);
  const openedAtMs = performance.now();
  const sinceMs = deps.now();
  const claimed = await deps.outcomes.claimConflicting(tenantId, id, { keyTag: key.tag, leaseMs });
  if (!claimed) return afterOther(deps, tenantId, id);
  const [outcome] = await Promise.all([
    // Waiting begins before pushing, so that whoever pressed is answered here and not by a message.
    waitForOutcome(deps, row, { sinceMs, patienceMs }),
    pushRevision(deps, { row: claimed, key, openedAtMs }, { force: true }),
  ]);
  return outcome;
}

/** Somebody else has pressed too, or the queue is at it; or there is nothing to overwrite any more. */
async function afterOther(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const isUnderWay = row.lease_until !== null && Date.parse(row.lease_until) > deps.now();
  if (!isUnderWay || row.link !== "linked") return personaFromRow(row);
  const sinceMs = Date.parse(row.attempt_started_at ?? row.updated_at);
  return waitForOutcome(deps, row, { sinceMs, patienceMs });
}
