import type { LinkState } from "../tables.ts";

/** Whether the record may be here, gone (deleted here), or either. */
type Of = "here" | "gone" | "either";
/** What the state becomes. */
type NextState = LinkState | "same" | "pendingIfFailed" | "pendingUnlessUnlinked" | "pendingIfEdited";
/**
 * What becomes of the lease. `endsIfKnown`: unless the attempt may still have made something; `bounded`: it ends as soon as
 * one opened now would, for the clock may have been set back since.
 */
type Lease = "opens" | "ends" | "endsIfKnown" | "stays" | "bounded";
/** When the queue acts on it next; `given` by the caller. */
type Next =
  | ("never" | "now" | "given" | "leaseEnd" | "stays")
  | ("ifHere" | "ifBehind" | "ifEdited" | "ifFoundBehind" | "unlessUnlinked" | "notBeforeNow");
/** Whether Tavus must be searched before the next attempt. */
type OutcomeUnknown = "ifPending" | "no" | "noIfKnown" | "stays";

export type Transition = readonly [readonly LinkState[], Of, NextState, Lease, Next, OutcomeUnknown];

const pending = ["pending"] as const;
const linked = ["linked"] as const;
const missing = ["missing"] as const;
const unsettled = ["pending", "failed"] as const;
const known = ["linked", "missing"] as const;
const sendable = ["pending", "linked", "missing"] as const;
const any = ["pending", "linked", "failed", "missing"] as const;

/**
 * Everything that may happen to a link: from which states, of a record that is here or gone, and what becomes of its state,
 * its lease, its next attempt and the search it needs. In any other state it changes nothing. `change.ts` carries it out,
 * and nothing else writes these four.
 */
export const transitions = {
  // An attempt is opened, and ends.
  opened: [sendable, "here", "same", "opens", "leaseEnd", "ifPending"],
  forced: [linked, "here", "same", "opens", "leaseEnd", "stays"],
  givenBack: [sendable, "either", "same", "ends", "ifHere", "no"],
  linked: [unsettled, "either", "linked", "ends", "ifBehind", "no"],
  overLimit: [pending, "here", "failed", "stays", "never", "stays"],
  refused: [pending, "either", "pendingIfEdited", "endsIfKnown", "ifEdited", "noIfKnown"],
  notMade: [pending, "either", "same", "ends", "given", "no"],
  unknown: [pending, "either", "same", "stays", "given", "stays"],
  notFound: [pending, "either", "same", "ends", "notBeforeNow", "no"],
  pushed: [known, "either", "same", "ends", "ifBehind", "stays"],
  notPushed: [known, "either", "same", "ends", "given", "stays"],
  goneInTavus: [known, "either", "missing", "ends", "never", "stays"],

  // People change it, ask for it again, or choose which side to keep.
  edited: [any, "here", "pendingUnlessUnlinked", "stays", "unlessUnlinked", "stays"],
  madeDue: [any, "here", "pendingIfFailed", "bounded", "now", "stays"],
  resolvedWithOurs: [linked, "here", "same", "bounded", "now", "stays"],
  resolvedWithTheirs: [linked, "here", "same", "stays", "never", "stays"],
  unlinked: [known, "here", "failed", "ends", "never", "no"],
  createdAgain: [missing, "here", "pending", "ends", "now", "no"],

  // A sync sees it in Tavus, or is told that it is not there.
  seen: [known, "here", "linked", "stays", "ifFoundBehind", "stays"],
  notSeen: [linked, "here", "missing", "stays", "never", "stays"],

  // The record is deleted here, and perhaps later in Tavus.
  deleted: [any, "here", "same", "ends", "never", "stays"],
  deletedInTavusToo: [any, "here", "missing", "ends", "never", "stays"],
  deletedUnsettled: [any, "here", "same", "stays", "never", "stays"],
  removalPutOff: [any, "gone", "same", "stays", "given", "stays"],
  removalGivenUp: [any, "gone", "same", "ends", "never", "no"],
  removedInTavus: [any, "gone", "missing", "ends", "never", "no"],
  neverInTavus: [any, "gone", "failed", "ends", "never", "no"],
} satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitions;
