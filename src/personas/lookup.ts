import { foldName } from "../database/persona/fold-name.ts";
import { isBlank } from "../text/visible.ts";
import type { Listing } from "./deps.ts";
import { farFrom } from "./distance.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { findRemoved, type RemoveResult } from "./remove.ts";

/** More than a menu shows; whoever has more of one name types the id. */
const mostNamesakes = 25;
/** Of the names that share the most with a misspelt one, so many are compared letter by letter. */
const namesCompared = 50;
const closestShown = 3;
const piecesShared = 10;

export type Lookup =
  | { kind: "found"; persona: Persona }
  /** Several of one name, or with it as a part of theirs; the likeliest first. */
  | { kind: "several"; personas: Persona[]; isPart: boolean }
  /** Nobody any more: the id is that of one that was deleted here. */
  | { kind: "deleted"; removed: RemoveResult }
  /** Nobody of that name; up to three with the closest ones. */
  | { kind: "none"; closest: { id: string; name: string }[] };

/** Who is meant by a name, part of a name, a record's id or a Tavus id. */
export async function lookUp(deps: Listing, tenantId: string, text: string): Promise<Lookup> {
  const wanted = text.trim();
  const called = await deps.lists.called(tenantId, wanted, mostNamesakes);
  if (called.length > 0) return meant(called.map(personaFrom), false);
  const removed = await findRemoved(deps, tenantId, wanted);
  if (removed) return { kind: "deleted", removed };
  const folded = foldName(wanted);
  const holding = folded === "" ? [] : await deps.lists.holding(tenantId, folded, mostNamesakes);
  if (holding.length > 0) return meant(holding.map(personaFrom), true);
  return { kind: "none", closest: await closestTo(deps, tenantId, folded) };
}

/** What somebody may mean who has typed so far: names that hold it, then ids that begin so; the newest for nothing. */
export async function suggestTo(
  { lists }: Pick<Listing, "lists">,
  tenantId: string,
  { typed, limit }: { typed: string; limit: number },
): Promise<Persona[]> {
  const id = typed.trim();
  if (isBlank(id)) return (await lists.newest(tenantId, limit)).map(personaFrom);
  const folded = foldName(id);
  const named = folded === "" ? [] : await lists.holding(tenantId, folded, limit);
  if (named.length === limit || !/^[\w-]+$/.test(id)) return named.map(personaFrom);
  const known = new Set(named.map((record) => record.id));
  const byId = await lists.withIdFrom(tenantId, id, limit);
  return [...named, ...byId.filter((record) => !known.has(record.id))].slice(0, limit).map(personaFrom);
}

function meant(personas: Persona[], isPart: boolean): Lookup {
  const [first] = personas;
  return first && personas.length === 1
    ? { kind: "found", persona: first }
    : { kind: "several", personas, isPart };
}

async function closestTo(
  { lists, store }: Listing,
  tenantId: string,
  wanted: string,
): Promise<{ id: string; name: string }[]> {
  const pieces = piecesOf(wanted);
  const near = await lists.near(tenantId, someOf(pieces, piecesShared));
  const sharing = near.map((name) => ({ ...name, shared: sharedWith(name.folded, pieces) }));
  const closest = sharing
    .sort((a, b) => b.shared - a.shared)
    .slice(0, namesCompared)
    .map(({ id, folded }) => ({ id, far: farFrom(wanted, folded) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, closestShown);
  const records = await store.findAll(
    tenantId,
    closest.map(({ id }) => id),
  );
  return closest.flatMap(({ id }) => records.find((record) => record.id === id) ?? []);
}

/** Three letters each, as a name holds them between its spaces. */
function piecesOf(folded: string): string[] {
  const padded = ` ${folded} `;
  const pieces = Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3));
  return [...new Set(pieces.map((piece) => piece.toWellFormed()))];
}

function sharedWith(folded: string, pieces: readonly string[]): number {
  const padded = ` ${folded} `;
  return pieces.filter((piece) => padded.includes(piece)).length;
}

/** Spread evenly over all of them. */
function someOf<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
