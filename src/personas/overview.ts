import type { LinkCounts } from "../database/persona/waiting-personas.ts";
import type { PersonaDeps } from "./deps.ts";
import { type Persona, personaFromRow } from "./persona.ts";

/** How a team's personas stand as a whole. */
export type Overview = { counts: LinkCounts; oldestWaiting: Persona | undefined };

export async function overviewOf(deps: PersonaDeps, tenantId: string): Promise<Overview> {
  const [counts, oldest] = await Promise.all([
    deps.waiting.countByLink(tenantId),
    deps.waiting.oldest(tenantId),
  ]);
  return { counts, oldestWaiting: oldest && personaFromRow(oldest) };
}

/** Lets everything of a team go on at once that waits; returns how many. */
export async function retryWaiting(deps: PersonaDeps, tenantId: string): Promise<number> {
  const count = await deps.waiting.makeDue(tenantId);
  await deps.tenants.resumeQueue(tenantId);
  deps.wakeQueue();
  return count;
}
