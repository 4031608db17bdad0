import type { PersonaRow } from "../database/tables.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { personaFromRow } from "../personas/persona.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { type Carrier, readCarriers } from "./find-lost.ts";

/** A check that a dead process took with it, or that Tavus did not let finish, comes again after this. */
const checkAgainMs = 600_000;
const checksPerRound = 50;

/** A lost request finishes within this of its start, if at all. */
export const lateByMs = 15 * 60_000;
/** Tavus's clock and ours may differ by this. */
const clockSkewMs = 60_000;

/**
 * Finds and removes what lost requests have made after all: Tavus personas with the record line of one of ours, made
 * around an attempt whose outcome was never learned, and never linked. Any other carrier is somebody's own copy.
 */
export async function removeSurplus(deps: PersonaDeps): Promise<void> {
  const due = await deps.queue.claimSurplusChecks(checksPerRound, checkAgainMs);
  const byTenant = Map.groupBy(due, (row) => row.tenant_id);
  for (const [tenantId, rows] of byTenant) {
    const key = await deps.keys.keyFor(tenantId);
    if (key) await checkTenant(deps, rows, key);
  }
}

async function checkTenant(deps: PersonaDeps, rows: PersonaRow[], key: TavusKey): Promise<void> {
  try {
    const carriers = await readCarriers(deps, key);
    for (const row of rows) await checkRow(deps, row, { found: carriers.get(row.id) ?? [], key });
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    deps.log.warn({ cause: error.kind, incident: error.incident }, "a search for surplus failed");
  }
}

async function checkRow(
  deps: PersonaDeps,
  row: PersonaRow,
  { found, key }: { found: Carrier[]; key: TavusKey },
): Promise<void> {
  // Not settled yet: which one is surplus shows only when one is linked. A failed one is looked for when it is retried.
  if (row.link === "pending" && row.deleted_at === null) return;
  let removed = 0;
  for (const carrier of row.link === "failed" ? [] : found) {
    if (!(await isOurSurplus(deps, row, carrier))) continue;
    await deps.tavus.deletePersona(key.value, carrier.tavusPersonaId);
    removed += 1;
    const { tenant_id: tenant, id: persona } = row;
    deps.log.warn(
      { tenant, persona, tavusPersonaId: carrier.tavusPersonaId },
      "removed a second Tavus persona",
    );
  }
  await deps.outcomes.setSurplusCheck(row.tenant_id, row.id, null);
  if (removed > 0) await deps.announceRemoval(personaFromRow(row), removed);
}

async function isOurSurplus(deps: PersonaDeps, row: PersonaRow, carrier: Carrier): Promise<boolean> {
  if (carrier.tavusPersonaId === row.tavus_persona_id) return false;
  const isFromLostAttempt = isFromAttempt(carrier, unknownAttemptsOf(row));
  return isFromLostAttempt && !(await deps.store.isLinked(row.tenant_id, carrier.tavusPersonaId));
}

/** Whether it was made around one of these attempts, Unix ms. */
export function isFromAttempt({ createdMs }: Carrier, attemptsMs: readonly number[]): boolean {
  if (createdMs === undefined) return false;
  return attemptsMs.some(
    (startedMs) => createdMs >= startedMs - clockSkewMs && createdMs <= startedMs + lateByMs,
  );
}

/** When attempts began whose outcome is not known, the present one too. Unix ms. */
export function attemptsOf(row: PersonaRow): number[] {
  const isOpen = row.must_look === 1 && row.attempt_started_at !== null;
  return [...unknownAttemptsOf(row), ...(isOpen ? [Date.parse(row.attempt_started_at ?? "")] : [])];
}

function unknownAttemptsOf(row: PersonaRow): number[] {
  const attempts: unknown = JSON.parse(row.unknown_attempts);
  return Array.isArray(attempts) ? attempts.map((at) => Date.parse(String(at))) : [];
}
