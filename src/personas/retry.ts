import type { PersonaRow } from "../database/tables.ts";
import { UserError } from "../errors.ts";
import { waitForOutcome } from "../link/await-outcome.ts";
import type { PersonaDeps } from "./deps.ts";
import { type Persona, personaFromRow } from "./persona.ts";

/** Longer than a request and its storing; a lease that still runs takes longer, and is told later. */
const retryPatienceMs = 12_000;

/**
 * Makes a persona due now and waits for what comes of it. It never calls Tavus itself: the queue does, so a second
 * press, or a press during an attempt, cannot make a second persona.
 */
export async function retryPersona(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const sinceMs = deps.now();
  const isDue = await deps.store.makeDue(tenantId, id);
  if (!isDue) return personaFromRow((await deps.store.find(tenantId, id)) ?? row);
  return waitForQueue(deps, row, sinceMs);
}

/** Gives a persona another replica and tries again; "" leaves the choice to Tavus. `saved` is called once that is committed. */
export async function changeReplica(
  deps: PersonaDeps,
  { tenantId, id, replicaId }: { tenantId: string; id: string; replicaId: string },
  saved: () => Promise<void>,
): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const sinceMs = deps.now();
  await deps.store.changeReplica(tenantId, id, replicaId || null);
  await saved();
  return waitForQueue(deps, row, sinceMs);
}

async function waitForQueue(deps: PersonaDeps, row: PersonaRow, sinceMs: number): Promise<Persona> {
  await deps.tenants.resumeQueue(row.tenant_id);
  deps.wakeQueue();
  return waitForOutcome(deps, row, { sinceMs, patienceMs: retryPatienceMs });
}

async function findOrExplain(deps: PersonaDeps, tenantId: string, id: string): Promise<PersonaRow> {
  const row = await deps.store.find(tenantId, id);
  if (row) return row;
  throw new UserError("This persona has been deleted. There is nothing left to retry.");
}
