import type { Link } from "../../database/link/link-record.ts";
import { foldName } from "../../database/persona/fold-name.ts";
import { attemptsOf, isFromAttempt } from "../../link/lost-attempts.ts";
import type { RemoteDigest } from "./plan.ts";

/** A persona here that is not linked. */
export type UnlinkedDigest = {
  id: string;
  name: string;
  link: Pick<Link, "unknownAttemptsMs" | "outcomeUnknown" | "attemptStartedMs">;
  /** Hashes of the text that would be sent, and of what was typed as the prompt alone; none of an empty text. */
  promptHashes: readonly string[];
  /** Somebody is talking to Tavus about it right now. */
  isLeased: boolean;
};

/** What there is of names, folded, beside what is held and unlinked: a name links only where it is the only one. */
export type NameCounts = {
  /** Personas here, linked or not. */
  here(name: string): number;
  /** The account's own Tavus personas, known or not. */
  inTavus(name: string): number;
};

export type Held = Pick<
  RemoteDigest,
  "tavusPersonaId" | "name" | "promptHash" | "isOwn" | "record" | "createdMs"
>;

export type Match =
  /** `byRecord`: it is certainly ours, made by a request whose answer was lost. */
  | { kind: "link"; local: UnlinkedDigest; remote: Held; byRecord: boolean }
  | { kind: "import"; remote: Held }
  | { kind: "surplus"; id: string; remote: Held }
  /** Somebody is at it; the next run decides. */
  | { kind: "undecided"; remote: Held };

/** Decides what was held back, when all of it is known. A record line goes before a prompt, a prompt before a name. */
export function planMatches(
  held: readonly Held[],
  unlinked: readonly UnlinkedDigest[],
  names: NameCounts,
): Match[] {
  const free = new Map(unlinked.map((local) => [local.id, local]));
  const carriers = held.filter(({ record }) => record !== undefined);
  const strangers = held.filter(({ record }) => record === undefined);
  return [
    ...[...Map.groupBy(carriers, ({ record = "" }) => record)].flatMap(([record, group]) =>
      matchCarriers(group, take(free, record)),
    ),
    ...matchByContent(strangers, free, names),
  ];
}

function take(free: Map<string, UnlinkedDigest>, id: string): UnlinkedDigest | undefined {
  const local = free.get(id);
  free.delete(id);
  return local;
}

/** The oldest is the one; further ones are what other tries made, or somebody's copies. */
function matchCarriers(group: readonly Held[], local: UnlinkedDigest | undefined): Match[] {
  // Linked or deleted since the page was read.
  if (!local) return group.map((remote) => ({ kind: "undecided", remote }));
  const [oldest, ...others] = group.toSorted(byAge);
  const rest: Match[] = others.map((remote) => {
    if (isFromAttempt(remote, attemptsOf(local.link))) return { kind: "surplus", id: local.id, remote };
    return remote.isOwn ? { kind: "import", remote } : { kind: "undecided", remote };
  });
  return oldest ? [{ kind: "link", local, remote: oldest, byRecord: true }, ...rest] : rest;
}

function matchByContent(
  strangers: readonly Held[],
  free: Map<string, UnlinkedDigest>,
  names: NameCounts,
): Match[] {
  const pairs = new Map<Held, UnlinkedDigest>();
  pairByPrompt(strangers, free, pairs);
  const left = strangers.filter((remote) => !pairs.has(remote));
  const byName = Map.groupBy(free.values(), ({ name }) => foldName(name));
  for (const remote of left) {
    const local = onlyNamesake(remote, byName, names);
    if (local) pair(pairs, free, remote, local);
  }
  return strangers.map((remote) => {
    const local = pairs.get(remote);
    if (!local) return { kind: "import", remote };
    return local.isLeased ? { kind: "undecided", remote } : { kind: "link", local, remote, byRecord: false };
  });
}

function pairByPrompt(
  strangers: readonly Held[],
  free: Map<string, UnlinkedDigest>,
  pairs: Map<Held, UnlinkedDigest>,
): void {
  const byPrompt = indexByPrompt([...free.values()]);
  for (const [promptHash, group] of Map.groupBy(strangers, (remote) => remote.promptHash)) {
    const [local, another] = byPrompt.get(promptHash) ?? [];
    if (!local || another || !free.has(local.id)) continue;
    const alike = group.filter((remote) => foldName(remote.name) === foldName(local.name));
    const [best] = (alike.length > 0 ? alike : group).toSorted(byAge);
    if (best) pair(pairs, free, best, local);
  }
}

function indexByPrompt(unlinked: readonly UnlinkedDigest[]): Map<string, UnlinkedDigest[]> {
  const index = new Map<string, UnlinkedDigest[]>();
  for (const local of unlinked) {
    for (const promptHash of new Set(local.promptHashes)) {
      // An account may hold tens of thousands with one prompt.
      const those = index.get(promptHash);
      if (those) those.push(local);
      else index.set(promptHash, [local]);
    }
  }
  return index;
}

function onlyNamesake(
  { name }: Held,
  unlinked: ReadonlyMap<string, readonly UnlinkedDigest[]>,
  names: NameCounts,
): UnlinkedDigest | undefined {
  const folded = foldName(name);
  if (folded === "" || names.here(folded) !== 1 || names.inTavus(folded) !== 1) return undefined;
  return unlinked.get(folded)?.[0];
}

function pair(
  pairs: Map<Held, UnlinkedDigest>,
  free: Map<string, UnlinkedDigest>,
  remote: Held,
  local: UnlinkedDigest,
): void {
  pairs.set(remote, local);
  free.delete(local.id);
}

function byAge(one: Held, other: Held): number {
  return (
    (one.createdMs ?? 0) - (other.createdMs ?? 0) || one.tavusPersonaId.localeCompare(other.tavusPersonaId)
  );
}
