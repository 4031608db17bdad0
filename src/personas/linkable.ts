import { foldName } from "../database/persona/fold-name.ts";
import { farFrom } from "../text/distance.ts";
import { mostAlike } from "../text/pieces.ts";
import type { Account, Records } from "./deps.ts";
import { readTavusOnly } from "./list.ts";
import type { Persona } from "./persona.ts";

/** Something in Tavus that a record could be linked to; `isOwn`: it was made from this very record. */
export type Linkable = { tavusPersonaId: string; name: string; isOwn: boolean };

/** As many as a menu of either platform holds. */
const mostOffered = 25;
/** Of those that share the most with the name, so many are compared letter by letter. */
const namesCompared = 100;

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
  const isOwn = ({ record }: { record?: string | undefined }) => record === id;
  const others = found.filter((one) => !isOwn(one));
  const near = mostAlike(others, wanted, namesCompared)
    .map((one) => ({ ...one, far: farFrom(wanted, one.folded) }))
    .sort((a, b) => a.far - b.far || a.folded.localeCompare(b.folded));
  return [...found.filter(isOwn), ...near]
    .slice(0, mostOffered)
    .map((one) => ({ tavusPersonaId: one.tavusPersonaId, name: one.name, isOwn: isOwn(one) }));
}
