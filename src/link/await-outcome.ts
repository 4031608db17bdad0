import { setTimeout as sleep } from "node:timers/promises";
import type { PersonaRow } from "../database/tables.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { isAtRest, type Persona, personaFromRow } from "../personas/persona.ts";

const pollMs = 100;

/**
 * The persona once the queue, here or in another process, has stored an outcome since `sinceMs` (Unix ms), or as it
 * stands after `patienceMs`. Read from the database, so it holds across processes and restarts.
 */
export async function waitForOutcome(
  deps: Pick<PersonaDeps, "store" | "watchers">,
  row: PersonaRow,
  { sinceMs, patienceMs }: { sinceMs: number; patienceMs: number },
): Promise<Persona> {
  // Whoever waits here tells the person, so the queue need not.
  const watching = new AbortController();
  void deps.watchers.watch({ tenantId: row.tenant_id, id: row.id }, patienceMs, watching.signal);
  const current = await pollForOutcome(deps, row, { sinceMs, patienceMs });
  const persona = personaFromRow(current);
  // At rest, the queue is about to say so: it must still find somebody who heard.
  if (!isAtRest(persona)) watching.abort();
  return persona;
}

async function pollForOutcome(
  { store }: Pick<PersonaDeps, "store">,
  row: PersonaRow,
  { sinceMs, patienceMs }: { sinceMs: number; patienceMs: number },
): Promise<PersonaRow> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const current = (await store.find(row.tenant_id, row.id)) ?? row;
    if (hasOutcome(current, sinceMs) || performance.now() > deadline) return current;
    await sleep(pollMs);
  }
}

function hasOutcome(row: PersonaRow, sinceMs: number): boolean {
  if (row.failed_at !== null && Date.parse(row.failed_at) >= sinceMs) return true;
  if (row.link === "pending") return false;
  return row.link !== "linked" || row.pushed_revision >= row.revision;
}
