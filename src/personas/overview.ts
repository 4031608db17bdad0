import type { LinkCounts } from "../database/link/link-store.ts";
import type { Listing, Records } from "./deps.ts";
import { type Persona, personaFrom } from "./persona.ts";

/** How many of a team's personas there are in each state. */
export function countsOf({ linking }: Pick<Records, "linking">, tenantId: string): Promise<LinkCounts> {
  return linking.links.countByState(tenantId);
}

/** How a team's personas stand as a whole. */
export type Overview = { counts: LinkCounts; oldestWaiting: Persona | undefined };

export async function overviewOf(
  { linking, lists }: Pick<Records, "linking"> & Pick<Listing, "lists">,
  tenantId: string,
): Promise<Overview> {
  const [counts, oldest] = await Promise.all([
    linking.links.countByState(tenantId),
    lists.oldestWaiting(tenantId),
  ]);
  return { counts, oldestWaiting: oldest && personaFrom(oldest) };
}

/** Lets everything of a team go on at once that waits; returns how many. */
export async function retryWaiting(
  { linking }: Pick<Records, "linking">,
  tenantId: string,
  by: string | undefined,
): Promise<number> {
  const count = await linking.links.makeWaitingDue(tenantId, by);
  await linking.tenants.resumeQueue(tenantId);
  linking.wakeQueue();
  return count;
}
