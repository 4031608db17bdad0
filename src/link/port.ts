import type { Logger } from "pino";
import type { MakingLimits } from "../database/link/allowances.ts";
import type { LinkQueue } from "../database/link/link-queue.ts";
import type { Failure, Link, LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import type { Compared } from "../database/link/outcome-columns.ts";
import type { TenantStore } from "../database/team/tenant-store.ts";
import type { TavusError } from "../tavus/errors.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { CallKind, FailureReporter } from "../warnings/warnings.ts";
import type { OutcomeWait } from "./await-outcome.ts";
import type { Gate } from "./gates/gate.ts";
import type { ToldBatch } from "./told-batch.ts";
import type { Watchers } from "./watching/watchers.ts";

/** A record here with its link: what a port sends, and tells people of. */
export type Linked = { link: Link };

/** An object in Tavus that ends with a mark of ours. */
export type Marked = { remoteId: string; createdMs: number | undefined };
/** Marked objects by the id of the record that the mark names. */
export type MarkedObjects = Map<string, Marked[]>;

/** What a reading of an account found, however it ended. */
export type MarkedReading = {
  found: MarkedObjects;
  /** Why something may be missing from `found`; undefined: everything was seen, so what is not in it is not there. */
  shortfall: TavusError | undefined;
};

/** An object that was just made. */
export type Created = {
  remoteId: string;
  /**
   * What Tavus holds of it; undefined: it did not say, and the next reading will. Asked for once its id is stored; absent where nothing
   * is to be known.
   */
  read?(): Promise<Compared | undefined>;
};

/**
 * What one kind of object in Tavus needs to be told apart from another; everything else about making it once is the same for
 * all of them. Everything that asks Tavus throws TavusError.
 */
export type LinkPort<Subject extends Linked> = {
  /**
   * Made only while somebody waits for it. After a failure nobody makes it again but a person, who does it anew; what a lost
   * request has made is found all the same, and is then up to whoever looks after such objects.
   */
  isMadeOnce?: true;
  /** How failures are told to the team, where it is not as of a persona. */
  reports?: {
    /** What a success proves. */
    call: CallKind;
    /** The topic of the team's warning; undefined: this is nothing the team need hear of. */
    topicOf(failure: Failure): string | undefined;
  };
  /** The persona that a record belongs to, which warnings name; undefined: none, or it is gone. */
  personaOf(key: LinkKey): Promise<string | undefined>;
  /** The record as it is now; undefined: it was deleted here. */
  load(key: LinkKey): Promise<Subject | undefined>;
  /** The same of one that was deleted here, too. */
  loadEver(key: LinkKey): Promise<Subject | undefined>;
  /**
   * Makes the object in Tavus, with a mark that names the record. `mayGoOn` is to be asked again after anything else was waited for; where it
   * says no, nothing is sent, and the answer is undefined.
   */
  create(apiKey: string, subject: Subject, mayGoOn: () => boolean): Promise<Created | undefined>;
  /**
   * Brings the object in Tavus to what the record says, and says how both stand then. Doing it twice does no harm.
   * `mayGoOn` is to be asked right before anything is written; where it says no, nothing is, and the answer is undefined.
   */
  push(
    apiKey: string,
    subject: Subject,
    options: { force: boolean; mayGoOn(): boolean },
  ): Promise<Compared | undefined>;
  /** The objects in the account with a mark of ours. Throws nothing of Tavus: that is `shortfall`. */
  readMarked(apiKey: string): Promise<MarkedReading>;
  /** `deleted`: Tavus says that it was this call; else it was read and is not there. */
  remove(apiKey: string, remoteId: string): Promise<"deleted" | "alreadyGone" | "goneNow">;
  /** Tells the person whose interaction is over; false: they can only be told at their next command. */
  announce(subject: Subject, way: TellWay): Promise<boolean>;
  /** Says that `count` further objects, made by requests whose answers were lost, were removed. */
  announceRemoval(subject: Subject, count: number): Promise<void>;
  /** Says, for sure, how the deletion in Tavus ended that was to follow the one here. */
  announceFate(subject: Subject, fate: Fate): Promise<void>;
};

/**
 * How somebody is told once, whoever tells them and however often. `standsAt`: the answer that becomes this, where it can still be had;
 * `nonce`: the same for the same news.
 */
export type TellWay = {
  standsAt: string | undefined;
  nonce: string;
  /** Asked where that answer cannot be had any more, before anything is said in its place; it may take seconds. */
  mayBeAnew(): Promise<boolean>;
};

/** `kept`: Tavus did not let it go, and it is not tried again. */
export type Fate = { kind: "deleted" } | { kind: "neverThere" } | { kind: "kept"; failure: Failure };

/** What all kinds share. */
export type LinkTools = {
  queue: LinkQueue;
  tenants: TenantStore;
  keys: TenantKeys;
  /** What making an object of each kind takes of a team's daily limits. */
  makingLimits(tenantId: string): Promise<MakingLimits>;
  log: Logger;
  gate: Gate;
  /** Where the answer stands that a link names; undefined: nowhere, or nobody here can read it. */
  answerOf(link: Link): string | undefined;
  warnings: FailureReporter;
  /** The database's clock, Unix ms. */
  now(): number;
  /** A number from 0 to 1, for delays. */
  random(): number;
  /** Makes the queue look now instead of at its next tick. */
  wakeQueue(): void;
  outcomeWait: OutcomeWait;
};

/** The protocol's view of one kind of object. */
export type Linking<Subject extends Linked> = LinkTools & {
  links: LinkStore;
  port: LinkPort<Subject>;
  watchers: Watchers<Subject>;
  told: ToldBatch;
};
