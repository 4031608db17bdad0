import { mostRows } from "../../tavus/lists/list-reading.ts";
import type { Cause } from "../../warnings/causes.ts";
import type { SyncField } from "../content/each-field.ts";
import type { PersonaAndWho } from "../link-by-hand.ts";
import type { Persona } from "../persona.ts";
import type { DifferingPersona } from "../resolve/differing-records.ts";
import type { Shown } from "../resolve/resolve-with-ours.ts";

/** `preview` reads and plans like `apply` and changes nothing, here or in Tavus. */
export type SyncMode = "apply" | "preview";

export type SyncRequest = {
  tenantId: string;
  /** User id, shown to whoever asks while it runs and kept as the maker of what is imported. */
  startedBy: string;
  mode: SyncMode;
  /** Somebody was asked and said yes: it goes on although most or all linked personas are gone from the account. */
  isMassMissingConfirmed?: boolean;
  /** The interaction that asked for it: whoever goes on with it tells its person how it ended. */
  interactionId?: string;
  /** This process answers them: another one goes on with the run only once that is said, for what it says would be overwritten. */
  isAnsweredHere?: boolean;
  /** How long to wait for what is created, after the last one that ended. Default 30 s. */
  createPatienceMs?: number;
  /** The run of a process that has ended, with which it goes on. */
  resumes?: string;
  /** What people know from the runs before: kept with this one, for whatever it does not come to see. */
  known?: KnownOfSync | undefined;
};

/** One of `standingLists` as it was last seen: a key of each entry where they are few, and a digest of all. */
export type KnownList = { count: number; entries: string[]; digest: string };

/** `asks`: the kind of stop that a person was asked about. */
export type KnownOfSync = { lists: Partial<Record<StandingList, KnownList>>; asks?: string | undefined };

/** The phases in their order; not every run needs every one. */
export type SyncPhase = "checkingAccount" | "reading" | "linking" | "checkingMissing" | "creating";

export type SyncProgress = {
  phase: SyncPhase;
  /** Progress within the phase. `total` is undefined as long as nobody knows. */
  done: number;
  total: number | undefined;
  mode: SyncMode;
  startedBy: string;
  /** Unix ms. */
  startedMs: number;
  /** Somebody has pressed Cancel; it stops after the present step. */
  isCancelling: boolean;
};

/** One persona in a summary. */
export type SyncEntry = {
  /** Undefined for what is not here: in a preview what would be imported. */
  id?: string | undefined;
  tavusPersonaId?: string | undefined;
  /** Empty when Tavus has none. */
  name: string;
  /** Fields, in `differing` and `conflicts`. */
  fields?: readonly SyncField[] | undefined;
  /** Why, in `failed`. */
  cause?: Cause | undefined;
};

/**
 * `count` entries, of which the first few are here; when they are more, `texts` hold all of them, one a line, in pieces of many
 * lines, as UTF-8; not of `inStep`.
 */
export type SyncList = {
  count: number;
  entries: readonly SyncEntry[];
  texts?: readonly Buffer[] | undefined;
  /** Of one of `standingLists`: tells it from another one, whatever the order of its entries. */
  digest?: string | undefined;
};

/** How many entries of a list come as such. */
export const mostEntries = 25;

export const syncLists = [
  /** What was only in Tavus; in a preview: would be imported. */
  "imported",
  /** What was on both sides, unconnected. */
  "linked",
  /** What was only here; in a preview: would be created. */
  "created",
  "inStep",
  /** Changed in Tavus only: Keep ours / Keep theirs. */
  "differing",
  /** Changed here only; the queue brings it. */
  "notPushedYet",
  /** Changed on both sides: Keep ours / Keep theirs. */
  "conflicts",
  /** Gone from Tavus: create again or unlink. */
  "missing",
  /** What was to be created and could not be, or is not yet. */
  "failed",
  /** What was deleted here and is still in Tavus: Import button. `id` is the tombstone's. */
  "deletedHere",
  /** Being created or changed by somebody at this very moment, or left over from a lost request: the next run decides. */
  "undecided",
] as const;
export type SyncListName = (typeof syncLists)[number];

/** What stands like that until somebody does something about it. */
export const standingLists = [
  "differing",
  "conflicts",
  "missing",
  "failed",
] as const satisfies readonly SyncListName[];
export type StandingList = (typeof standingLists)[number];

/** Why it ended before its end. What was done until then stays done and is in the summary. */
export type SyncStop =
  | { kind: "cancelled" }
  /** `isLocked`: the team has one, which cannot be read any more. */
  | { kind: "noKey"; isLocked?: true | undefined }
  /** The team's `linked` personas: none is in this key's account. To be confirmed by a person. */
  | { kind: "otherAccount"; linked: number }
  /** `absent` of the `linked` ones are not in the account, more than half. To be confirmed by a person. */
  | { kind: "mostMissing"; absent: number; linked: number }
  | { kind: "tavus"; cause: Cause; words: string | undefined; incident: string }
  /** The process was away for so long that another has begun a run. */
  | { kind: "takenOver" }
  /** This process ends, and another one goes on with it. */
  | { kind: "handedOver" };

/** Rows of an account that one sync reads, at most. */
export const mostListed = mostRows;

export type SyncSummary = Record<SyncListName, SyncList> & {
  mode: SyncMode;
  startedBy: string;
  startedMs: number;
  endedMs: number;
  /** How far it came; `phase` is the last one that was begun. */
  phase: SyncPhase;
  done: number;
  total: number | undefined;
  /** How many personas of the account were left to other teams of this bot. */
  others: number;
  /** Two readings of the account did not add up, so nothing was marked missing. */
  isListUnsure: boolean;
  /** The account holds more than is read at once. */
  isListCut: boolean;
  /** Personas in Tavus that cannot be read, and all that its lists held. */
  unreadable: number;
  listed: number;
  /** Tavus's own number of its personas, and how many its list held, where the two differ. */
  miscounted?: { claimed: number; count: number } | undefined;
  /** A process that has ended did a part of it, whose lists went with it. */
  isResumed?: boolean | undefined;
  stoppedBecause?: SyncStop | undefined;
};

/** One that has not ended, and which interaction asked for it. */
type Unended = { progress: SyncProgress; interactionId?: string | undefined } & Knowing;
/** What its request said that people know. */
type Knowing = { known?: KnownOfSync | undefined };
type RunningSync = { state: "running" } & Unended;

/**
 * A run of one's own, or how far the one that is under way has come. `goneOnWith`: this process stood still until another one took it
 * for dead, which goes on with this very run and tells whoever asked for it.
 */
export type SyncResult = EndedSync | RunningSync | { state: "goneOnWith" };

/** `letGo`: of one that was handed over and `isAnsweredHere`, to be called when its person has been told so. */
export type EndedSync = { state: "ended"; summary: SyncSummary; letGo?: () => Promise<void> };

/** What a team's latest run is or came to; its lists hold no `texts`. */
export type SyncState =
  | { state: "never" }
  | RunningSync
  /** The process that ran it died. Another run goes on from there. */
  | ({ state: "interrupted" } & Unended)
  /** A mistake of ours ended it, and nobody goes on with it. */
  | ({ state: "failed" } & Unended)
  | ({ state: "ended"; summary: SyncSummary } & Knowing);

/** Of a run that goes on after its process had ended: that it does, and what it came to. */
export type OnResumed = {
  begun(request: SyncRequest): Promise<void>;
  ended(request: SyncRequest, summary: SyncSummary): Promise<void>;
  /** It came to nothing here: another run goes on, or it failed. What is owed for it is whoever's to tell that finds it. */
  left(request: SyncRequest): void;
};

/** How far a run is for whoever asked for it and has no answer. */
export type SyncAnswer = { state: "ended"; summary: SyncSummary } | { state: "goesOn" };

/** The verbs `Personas` gains. */
export type SyncVerbs = {
  /** Goes on with runs whose process has ended before them, `most` at once. */
  resumeSyncs(most: number, on: OnResumed): Promise<void>;
  /** What became of the sync that an interaction asked for; undefined: another one has begun since, it failed, or none was. */
  syncAnswer(tenantId: string, interactionId: string): Promise<SyncAnswer | undefined>;
  /** This process ends: its runs stop after their present step, for another one to go on. */
  handSyncsOver(): void;
  /** `onProgress` is called at most once a second and must not throw. Never throws for a failure at Tavus. */
  sync(request: SyncRequest, onProgress: (progress: SyncProgress) => void): Promise<SyncResult>;
  /** False: nothing is running. */
  cancelSync(tenantId: string): Promise<boolean>;
  syncState(tenantId: string): Promise<SyncState>;
  /**
   * Sends ours to Tavus, over what the person was shown there (`seen`, of a comparison), and waits for what comes of it, like
   * `retry`. Where Tavus holds something else by now nothing is sent, and `differs` says what. Throws UserError when it is
   * gone, and when Tavus fails.
   */
  resolveWithOurs(request: PersonaAndWho & Shown): Promise<Persona>;
  /** Everything that was last seen to differ. */
  differing(tenantId: string): Promise<DifferingPersona[]>;
  /** All become due, over what was last seen of each, but those set up in Tavus as a whole or not seen; returns how many. */
  resolveAllWithOurs(tenantId: string, by?: string): Promise<number>;
  /**
   * Takes what differs from Tavus. Throws UserError when it is gone here or changes at this moment, and when Tavus
   * fails; a persona that Tavus has no more comes back as `missing`.
   */
  resolveWithTheirs(request: PersonaAndWho & Pick<Shown, "revision">): Promise<Persona>;
  /** `failed` could not be taken at this moment. Throws UserError when Tavus fails; what was taken until then stays. */
  resolveAllWithTheirs(
    tenantId: string,
    by?: string,
  ): Promise<{ taken: number; missing: number; failed: number }>;
  /** A missing one is made anew for `by`, like `retry`; one that is not missing (any more) comes back as it stands. */
  createAgain(tenantId: string, id: string, by?: string): Promise<Persona>;
  /** A missing one stays here alone; it is created again only by Retry or a sync. Throws UserError when it is not missing. */
  unlinkMissing(request: PersonaAndWho): Promise<Persona>;
  /** Brings back what was deleted here only, as a persona of its own. `id` is the tombstone's. Throws as `resolveWithTheirs`. */
  importDeleted(tenantId: string, id: string, userId: string): Promise<Persona>;
};
