import { z } from "zod";
import { hashOf } from "../../content/fingerprint.ts";
import {
  type KnownList,
  type KnownOfSync,
  mostEntries,
  type StandingList,
  type SyncEntry,
  type SyncList,
  type SyncListName,
  type SyncState,
  type SyncSummary,
  standingLists,
} from "../sync-verbs.ts";

const listSchema = z.object({ count: z.number(), entries: z.array(z.string()), digest: z.string() });

export const knownSchema = z.object({
  lists: z.partialRecord(z.enum(standingLists), listSchema),
  asks: z.string().optional(),
});

/** What a run has done. */
const changes: readonly SyncListName[] = ["imported", "linked", "created"];

/**
 * Whether people must hear of a run that nobody asked for: it changed something, found what the last one had not, or
 * stopped to ask. That Tavus did not let it finish is told as a warning.
 */
export function isNews(summary: SyncSummary, before: KnownOfSync | undefined): boolean {
  const asks = askOf(summary);
  return (
    (asks !== undefined && before?.asks !== asks) ||
    changes.some((list) => summary[list].count > 0) ||
    listsRead(summary).some((list) => hasMore(knownList(summary[list]), before?.lists[list]))
  );
}

/** What people know from the last run, and of what that one did not come to see, from those before. */
export function knownFrom(state: SyncState): KnownOfSync | undefined {
  if (state.state === "never") return undefined;
  if (state.state !== "ended") return state.known;
  const { summary, known } = state;
  const asks = askOf(summary) ?? (summary.stoppedBecause ? known?.asks : undefined);
  const read = listsRead(summary).map((list) => [list, knownList(summary[list])] as const);
  return { lists: { ...known?.lists, ...Object.fromEntries(read) }, asks };
}

function askOf({ stoppedBecause: stop }: SyncSummary): string | undefined {
  return stop?.kind === "otherAccount" || stop?.kind === "mostMissing" ? stop.kind : undefined;
}

/** The lists that hold all that there is, and not only what a run saw until it stopped. */
function listsRead({ stoppedBecause: stop, isListUnsure, isListCut }: SyncSummary): readonly StandingList[] {
  // It stops between the reading and what comes after that.
  if (stop?.kind === "mostMissing") return ["differing", "conflicts"];
  if (stop) return [];
  return standingLists.filter((list) => list !== "missing" || !(isListUnsure || isListCut));
}

function knownList({ count, entries, digest }: SyncList): KnownList {
  const keys = count <= mostEntries ? entries.map(keyOf) : [];
  // An earlier version did not write it.
  return { count, entries: keys, digest: digest ?? digestOf(keys) };
}

function hasMore(now: KnownList, before: KnownList | undefined): boolean {
  if (now.count === 0 || now.digest === before?.digest) return false;
  if (!before || now.count > mostEntries || before.count > mostEntries) return true;
  return now.entries.some((key) => !before.entries.includes(key));
}

/** What must be the same for one to be the same finding. */
export function keyOf({ id, tavusPersonaId, fields, cause }: SyncEntry): string {
  return hashOf([id ?? tavusPersonaId, fields?.toSorted().join(), cause].join(" "));
}

/** The same for the same keys, in whatever order: Tavus promises none for its lists, and pages come as they come. */
export function digestOf(keys: readonly string[]): string {
  return hashOf([...keys].sort().join());
}
