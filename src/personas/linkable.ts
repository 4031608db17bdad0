import { foldName } from "../database/persona/fold-name.ts";
import { farFrom } from "../text/distance.ts";
import type { Account, Records } from "./deps.ts";
import { readTavusOnly } from "./list.ts";
import type { Persona } from "./persona.ts";

/** Something in Tavus that a record could be linked to; `isOwn`: it was made from this very record. */
export type Linkable = { tavusPersonaId: string; name: string; isOwn: boolean };

/** As many as a menu of either platform holds. */
const mostOffered = 25;

/**
 * What is in Tavus only, the likeliest first: what was made from this record, then by how near the names are. Asks Tavus.
 * Throws UserError without a key, and when Tavus cannot be asked.
 */
export async function linkableTo(
  deps: Account & Pick<Records, "linking">,
  { tenantId, id, name }: Persona,
): Promise<Linkable[]> {
  const wanted = foldName(name);
  const found = await readTavusOnly(deps, tenantId, "link");
  return found
    .map((one) => ({ ...one, isOwn: one.record === id, far: farFrom(wanted, foldName(one.name)) }))
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, mostOffered)
    .map(({ tavusPersonaId, name, isOwn }) => ({ tavusPersonaId, name, isOwn }));
}
