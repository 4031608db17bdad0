import { wholeStart } from "../cut-text.ts";
import { foldName } from "../database/persona/fold-name.ts";
import type { NamedPersona, NearName } from "../database/persona/name-search.ts";
import { farFrom } from "../text/distance.ts";
import { mostAlike, piecesOf, someOf } from "../text/pieces.ts";
import { insideQuotes } from "../text/quotes.ts";
import type { Listing } from "./deps.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { findRemoved, type RemoveResult } from "./remove.ts";

/** More than a menu shows; whoever has more of one name types the id. */
const mostNamesakes = 25;
/** Of the names that share the most with a misspelt one, so many are compared letter by letter. */
const namesCompared = 30;
const closestShown = 3;
/** A name in which more of the letters are others is no misspelling of what was typed. */
const mostOther = 0.6;

export type { NamedPersona };

export type Lookup =
  | { kind: "found"; persona: Persona }
  /** Several of one name, or with it as a part of theirs; the likeliest first. */
  | { kind: "several"; personas: NamedPersona[]; isPart: boolean }
  /** Nobody any more: the id is that of one that was deleted here. */
  | { kind: "deleted"; removed: RemoveResult }
  /** Nobody of that name; up to three whose names are close to it. `hasOthers`: there are personas at all. */
  | { kind: "none"; closest: NamedPersona[]; hasOthers: boolean };

/** Who is meant by a name, part of a name, a record's id or a Tavus id; also in quotes, in which our sentences set names. */
export async function lookUp(deps: Listing, tenantId: string, text: string): Promise<Lookup> {
  const wanted = text.trim();
  const inside = insideQuotes(wanted);
  if (inside === undefined)
    return (await lookUpWhole(deps, tenantId, wanted)) ?? lookUpPart(deps, tenantId, wanted);
  // Somebody's whole name goes before a part of another's in which it stands in quotes.
  const whole = (await lookUpWhole(deps, tenantId, wanted)) ?? (await lookUpWhole(deps, tenantId, inside));
  if (whole) return whole;
  const part = await lookUpPart(deps, tenantId, wanted);
  return part.kind === "none" ? lookUpPart(deps, tenantId, inside) : part;
}

async function lookUpWhole(deps: Listing, tenantId: string, wanted: string): Promise<Lookup | undefined> {
  const called = await deps.lists.called(tenantId, wanted, mostNamesakes);
  if (called.length > 0) return meant(deps, tenantId, { personas: called, isPart: false });
  const removed = await findRemoved(deps, tenantId, wanted);
  return removed && { kind: "deleted", removed };
}

async function lookUpPart(deps: Listing, tenantId: string, wanted: string): Promise<Lookup> {
  const folded = foldName(wanted);
  const found = await deps.lists.findNames(tenantId, {
    wanted: folded || neverIn,
    pieces: partsOf(folded),
    limit: mostNamesakes,
  });
  if ("holding" in found) return meant(deps, tenantId, { personas: found.holding, isPart: true });
  const closest = closestOf(found.near, folded);
  const named = await deps.lists.namesOf(tenantId, closest);
  return { kind: "none", closest: named, hasOthers: found.near.length > 0 };
}

/** Every name has something to be seen in it, and folding leaves no line end in one. */
const neverIn = "\n\n\n";

/** What somebody may mean who has typed so far: names that hold it, then ids that begin so; the newest for nothing. */
export async function suggestTo(
  { lists }: Pick<Listing, "lists">,
  tenantId: string,
  { typed, limit }: { typed: string; limit: number },
): Promise<NamedPersona[]> {
  const id = typed.trim();
  const wanted = foldName(id);
  if (wanted === "") return lists.newest(tenantId, limit);
  const found = await lists.findNames(tenantId, { wanted, pieces: [], limit });
  const named = "holding" in found ? found.holding : [];
  if (named.length === limit || !/^[\w-]+$/.test(id)) return named;
  const known = new Set(named.map((persona) => persona.id));
  const byId = await lists.withIdFrom(tenantId, id, limit);
  return [...named, ...byId.filter((persona) => !known.has(persona.id))].slice(0, limit);
}

async function meant(
  { store }: Listing,
  tenantId: string,
  { personas, isPart }: { personas: NamedPersona[]; isPart: boolean },
): Promise<Lookup> {
  const [first, another] = personas;
  const record = first && !another ? await store.find(tenantId, first.id) : undefined;
  return record ? { kind: "found", persona: personaFrom(record) } : { kind: "several", personas, isPart };
}

/** Ids of the closest, the closest first. */
function closestOf(near: readonly NearName[], wanted: string): string[] {
  return mostAlike(near, wanted, namesCompared)
    .map(({ id, folded }) => ({ id, far: farFrom(wanted, folded) }))
    .filter(({ far }) => far <= mostOther * wanted.length)
    .sort((a, b) => a.far - b.far)
    .slice(0, closestShown)
    .map(({ id }) => id);
}

/**
 * What a name near it probably has: its longest words, and the beginning of the longest, which may be the one with the
 * mistake. Four at most, for each is looked for in every name of the team.
 */
function partsOf(folded: string): string[] {
  const [longest = "", ...others] = [...new Set(folded.split(" "))].sort((a, b) => b.length - a.length);
  const half = Math.ceil(longest.length * 0.6);
  const words = [longest, ...others].slice(0, 3).map((word) => ` ${word} `);
  const thirds = [`${longest.slice(-half)} `, ...someOf(piecesOf(longest), 2)];
  const parts = [` ${wholeStart(longest, half)}`, ...(others.length > 0 ? words : thirds)];
  return parts.filter((part) => part.isWellFormed());
}
