import type { LinkState } from "./link-row.ts";

/** Whether the record may be here, gone (deleted here), or either. */
type Of = "here" | "gone" | "either";
/** What the state becomes. */
export type NextState = LinkState | "same" | "pendingIfFailed" | "pendingUnlessUnlinked" | "pendingIfEdited";
/**
 * What becomes of the lease. `endsIfKnown`: unless the attempt may still have made something; `bounded`: it ends as soon as
 * one opened now would, for the clock may have been set back since.
 */
export type Lease = "opens" | "ends" | "endsIfKnown" | "stays" | "bounded";
/** When the queue acts on it next; `given` by the caller. */
export type Next =
  | ("never" | "now" | "given" | "givenUnlessEdited" | "leaseEnd" | "stays")
  | ("ifHere" | "ifBehind" | "ifEdited" | "ifFoundBehind" | "unlessUnlinked" | "notBeforeNow");
/** Whether Tavus must be searched before the next attempt. */
export type OutcomeUnknown = "ifPending" | "no" | "noIfKnown" | "stays";

/**
 * What the person knows of it. `owed`: they have asked for something, and are told how that ends; `ended`: it has, and whoever
 * ended it tells them, or the sweep when they have not; `known`: whatever did this tells them by itself. What was asked for
 * all of a team at once leaves it as it is: its answer tells of all.
 */
export type Told = "owed" | "ended" | "owedOrEnded" | "endedIfNever" | "known" | "stays";

export type Transition = readonly [
  from: readonly LinkState[],
  of: Of,
  state: NextState,
  lease: Lease,
  next: Next,
  outcomeUnknown: OutcomeUnknown,
  told: Told,
];

const pending = ["pending"] as const;
const linked = ["linked"] as const;
const missing = ["missing"] as const;
const unsettled = ["pending", "failed"] as const;
const unsettledOrLinked = ["pending", "failed", "linked"] as const;
const known = ["linked", "missing"] as const;
const sendable = ["pending", "linked", "missing"] as const;
const any = ["pending", "linked", "failed", "missing"] as const;

/**
 * Everything that may happen to a link. The columns are those of `Transition`: from which states, of a record that is here or gone;
 * then what becomes of its state, its lease, its next attempt, the search it needs, and what its person is owed. In any other
 * state it changes nothing.
 * `change.ts` carries it out, and nothing else writes the first four but `times-ahead.ts`, after the clock was set back.
 */
export const transitions = {
  // An attempt is opened, and ends.
  opened: [sendable, "here", "same", "opens", "leaseEnd", "ifPending", "stays"],
  forced: [linked, "here", "same", "opens", "leaseEnd", "stays", "owed"],
  givenBack: [sendable, "either", "same", "ends", "ifHere", "no", "stays"],
  linked: [unsettled, "either", "linked", "ends", "ifBehind", "no", "ended"],
  overLimit: [pending, "here", "failed", "stays", "never", "stays", "ended"],
  refused: [pending, "either", "pendingIfEdited", "endsIfKnown", "ifEdited", "noIfKnown", "ended"],
  notMade: [pending, "either", "same", "ends", "given", "no", "stays"],
  unknown: [pending, "either", "same", "stays", "given", "stays", "stays"],
  // Of what nobody makes again.
  notFoundForGood: [pending, "either", "failed", "ends", "never", "no", "ended"],
  notFound: [pending, "either", "same", "ends", "notBeforeNow", "no", "stays"],
  // Its request may still arrive in Tavus.
  notFoundYet: [pending, "either", "same", "stays", "given", "stays", "stays"],
  pushed: [known, "either", "same", "ends", "ifBehind", "stays", "ended"],
  notPushed: [known, "either", "same", "ends", "givenUnlessEdited", "stays", "endedIfNever"],
  goneInTavus: [known, "either", "missing", "ends", "never", "stays", "ended"],

  // People change it, ask for it again, or choose which side to keep.
  edited: [any, "here", "pendingUnlessUnlinked", "stays", "unlessUnlinked", "stays", "owedOrEnded"],
  oneOfManyEdited: [any, "here", "pendingUnlessUnlinked", "stays", "unlessUnlinked", "stays", "stays"],
  madeDue: [any, "here", "pendingIfFailed", "bounded", "now", "stays", "owed"],
  madeDueBySync: [any, "here", "pendingIfFailed", "bounded", "now", "stays", "stays"],
  resolvedWithOurs: [linked, "here", "same", "bounded", "now", "stays", "owed"],
  allResolvedWithOurs: [linked, "here", "same", "bounded", "now", "stays", "stays"],
  resolvedWithTheirs: [linked, "here", "same", "stays", "never", "stays", "stays"],
  unlinked: [known, "here", "failed", "ends", "never", "no", "known"],
  createdAgain: [missing, "here", "pending", "ends", "now", "no", "owed"],

  // A sync sees it in Tavus, or is told that it is not there.
  seen: [known, "here", "linked", "stays", "ifFoundBehind", "stays", "stays"],
  notSeen: [linked, "here", "missing", "stays", "never", "stays", "stays"],

  // It is over in Tavus, as it was meant to be.
  ended: [linked, "here", "missing", "ends", "never", "stays", "stays"],

  // The record is deleted here, and perhaps later in Tavus.
  deleted: [any, "here", "same", "ends", "never", "stays", "known"],
  deletedInTavusToo: [any, "here", "missing", "ends", "never", "stays", "known"],
  deletedUnsettled: [any, "here", "same", "stays", "never", "stays", "known"],
  removalPutOff: [any, "gone", "same", "stays", "given", "stays", "stays"],
  removalGivenUp: [any, "gone", "same", "ends", "never", "no", "stays"],
  removedInTavus: [any, "gone", "missing", "ends", "never", "no", "stays"],
  neverInTavus: [any, "gone", "failed", "ends", "never", "no", "stays"],

  // It is here again. What is in Tavus, or may be, is looked at; what was deleted there too is made anew.
  restored: [
    unsettledOrLinked,
    "gone",
    "pendingUnlessUnlinked",
    "stays",
    "unlessUnlinked",
    "stays",
    "owedOrEnded",
  ],
  restoredAnew: [missing, "gone", "pending", "ends", "now", "no", "owed"],
  restoredMissing: [missing, "gone", "same", "ends", "never", "stays", "known"],
} satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitions;
