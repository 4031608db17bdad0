import type { LinkCounts } from "../database/link/link-store.ts";
import type { NamedPersona } from "../database/persona/name-search.ts";
import type { Standing } from "../database/persona/persona-lists.ts";
import type { Listing, Records } from "./deps.ts";
import { type Persona, personaFrom } from "./persona.ts";

/** How many of a team's personas there are in each state. */
export function countsOf({ linking }: Pick<Records, "linking">, tenantId: string): Promise<LinkCounts> {
  return linking.links.countByState(tenantId);
}

/** What of a team's personas waits for Tavus or for people, those that are being deleted there too. */
export function waitingIn({ pending, failed, missing, behind, leaving }: Overview["counts"]): number {
  return pending + failed + missing + behind + leaving;
}

/** How a team's personas stand as a whole; `named`: the first few of those that are not linked, or not in step. */
export type Overview = {
  counts: LinkCounts;
  oldestWaiting: Persona | undefined;
  named: { [standing in Standing]: NamedPersona[] };
};

/** More are told by their number. */
const mostNamed = 3;

export async function overviewOf(
  { linking, lists }: Pick<Records, "linking"> & Pick<Listing, "lists">,
  tenantId: string,
): Promise<Overview> {
  const counts = await linking.links.countByState(tenantId);
  const waiting = (["pending", "behind"] as const).find((standing) => counts[standing] > 0);
  const some = async (standing: Standing) =>
    counts[standing] > 0 ? lists.standing(tenantId, standing, mostNamed) : [];
  const [oldest, pending, behind, failed, missing, unlinked] = await Promise.all([
    waiting && lists.oldestWaiting(tenantId, waiting),
    some("pending"),
    some("behind"),
    some("failed"),
    some("missing"),
    some("unlinked"),
  ]);
  const named = { pending, behind, failed, missing, unlinked };
  return { counts, oldestWaiting: oldest && personaFrom(oldest), named };
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
