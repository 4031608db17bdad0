import type { Listing } from "./deps.ts";
import { distance } from "./distance.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { findRemoved, type RemoveResult } from "./remove.ts";

/** More than a menu shows; whoever has more of one name types the id. */
const mostNamesakes = 25;
/** The newest so many, among which the closest names are looked for. */
const namesCompared = 2000;
const closestShown = 3;
/** Longer names are compared by their beginning. */
const lettersCompared = 100;

export type Lookup =
  | { kind: "found"; persona: Persona }
  /** Several of one name, newest first. */
  | { kind: "several"; personas: Persona[] }
  /** Nobody any more: the id is that of one that was deleted here. */
  | { kind: "deleted"; removed: RemoveResult }
  /** Nobody of that name; up to three with the closest ones. */
  | { kind: "none"; closest: { id: string; name: string }[] };

/** Who is meant by a name, a record's id or a Tavus id. */
export async function lookUp(deps: Listing, tenantId: string, text: string): Promise<Lookup> {
  const wanted = text.trim();
  const found = await deps.lists.called(tenantId, wanted, mostNamesakes);
  const [first] = found;
  if (first && found.length === 1) return { kind: "found", persona: personaFrom(first) };
  if (first) return { kind: "several", personas: found.map(personaFrom) };
  const removed = await findRemoved(deps, tenantId, wanted);
  if (removed) return { kind: "deleted", removed };
  return { kind: "none", closest: await closestTo(deps, tenantId, wanted) };
}

async function closestTo(
  deps: Listing,
  tenantId: string,
  wanted: string,
): Promise<{ id: string; name: string }[]> {
  const names = await deps.lists.newestNames(tenantId, namesCompared);
  return names
    .map((persona) => ({ persona, far: distance(comparable(wanted), comparable(persona.name)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, closestShown)
    .map(({ persona }) => persona);
}

function comparable(name: string): string {
  return name.slice(0, lettersCompared).toLowerCase();
}
