import { expectOutcome, waitForQueue } from "../link/await-outcome.ts";
import { noteAgreed } from "./content/standing.ts";
import type { Records } from "./deps.ts";
import { findOrExplain, type Persona, personaFrom } from "./persona.ts";

export type ReplicaChange = { tenantId: string; id: string; replicaId: string; by?: string };

const goneAlready = "This persona has been deleted. There is nothing left to retry.";

/**
 * Makes a persona due now and waits for what comes of it. It never calls Tavus itself: the queue does, so a second
 * press, or a press during an attempt, cannot make a second persona.
 */
export async function retryPersona(
  deps: Records,
  { tenantId, id, by }: { tenantId: string; id: string; by?: string | undefined },
): Promise<Persona> {
  const key = { tenantId, id };
  const record = await findOrExplain(deps, key, goneAlready);
  const sinceMs = deps.linking.now();
  if (!(await deps.linking.links.makeDue(key, by))) {
    return personaFrom(await findOrExplain(deps, key, goneAlready));
  }
  return personaFrom(await waitForQueue(deps.linking, record, sinceMs));
}

/** Gives a persona another replica and tries again; "" leaves the choice to Tavus. `saved` is called once that is committed. */
export async function changeReplica(
  deps: Records,
  { tenantId, id, replicaId, by }: ReplicaChange,
  saved: () => Promise<void>,
): Promise<Persona> {
  const record = await findOrExplain(deps, { tenantId, id }, goneAlready);
  const sinceMs = deps.linking.now();
  const change = { replicaId: replicaId || undefined };
  await deps.store.amend(tenantId, id, change, { askedBy: by, noteAgreed });
  const expected = expectOutcome(deps.linking, record.link);
  await saved();
  return personaFrom(await waitForQueue(deps.linking, record, sinceMs, expected));
}
