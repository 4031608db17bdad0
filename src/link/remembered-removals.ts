import type { PersonaRow } from "../database/tables.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { type Carrier, type Carriers, readCarriers } from "./find-lost.ts";
import { attemptsOf, isFromAttempt, lateByMs } from "./surplus.ts";

const removalsPerRound = 50;
/** One that Tavus did not let finish, or that a dead process took with it, comes again after this. */
const againMs = 5 * 60_000;

/**
 * Carries out "and in Tavus" for personas that were deleted while nobody knew whether Tavus had made them: once their
 * attempt has ended or died, what carries their record line and was made by one of their attempts is deleted.
 */
export async function removeRemembered(deps: PersonaDeps): Promise<void> {
  const due = await deps.outcomes.claimRemovals(removalsPerRound, againMs);
  for (const [tenantId, rows] of Map.groupBy(due, (row) => row.tenant_id)) {
    const key = await deps.keys.keyFor(tenantId);
    if (key) await removeOfTenant(deps, rows, key);
  }
}

async function removeOfTenant(deps: PersonaDeps, rows: PersonaRow[], key: TavusKey): Promise<void> {
  try {
    const isUnknown = rows.some((row) => row.tavus_persona_id === null && attemptsOf(row).length > 0);
    const carriers: Carriers = isUnknown ? await readCarriers(deps, key) : new Map();
    for (const row of rows) await removeOne(deps, row, { found: carriers.get(row.id) ?? [], key });
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: cause, incident } = error;
    deps.log.warn({ tenant: rows[0]?.tenant_id, cause, incident }, "a remembered deletion must wait");
  }
}

async function removeOne(
  deps: PersonaDeps,
  row: PersonaRow,
  { found, key }: { found: Carrier[]; key: TavusKey },
): Promise<void> {
  const { tenant_id: tenantId, id } = row;
  const doomed = row.tavus_persona_id === null ? await ownAmong(deps, row, found) : [row.tavus_persona_id];
  for (const tavusPersonaId of doomed) {
    await deps.tavus.deletePersona(key.value, tavusPersonaId);
    deps.log.info({ tenant: tenantId, persona: id, tavusPersonaId }, "deleted in Tavus as remembered");
  }
  const mayComeUntilMs = Math.max(0, ...attemptsOf(row)) + lateByMs;
  if (doomed.length > 0) return deps.outcomes.removalEnded(tenantId, id, "deleted");
  if (deps.now() > mayComeUntilMs) return deps.outcomes.removalEnded(tenantId, id, "neverThere");
  return deps.outcomes.removalPostponed(tenantId, id, mayComeUntilMs + 1);
}

/** Somebody's copy, made by hand or imported here, is not ours to delete. */
async function ownAmong(deps: PersonaDeps, row: PersonaRow, found: Carrier[]): Promise<string[]> {
  const own: string[] = [];
  for (const carrier of found) {
    if (!isFromAttempt(carrier, attemptsOf(row))) continue;
    if (!(await deps.store.isLinked(row.tenant_id, carrier.tavusPersonaId))) own.push(carrier.tavusPersonaId);
  }
  return own;
}
