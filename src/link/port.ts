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
   * Reads what Tavus made of it, after its id is stored. Resolves with undefined where Tavus did not say: the next reading of the
   * account makes up for it. Absent for a kind that is never compared.
   */
  read?(): Promise<Compared | undefined>;
};

/**
 * What differs between the kinds of objects in Tavus (personas, rooms, videos, pages); everything else about making one exactly once
 * is the same for all kinds. Whatever asks Tavus throws TavusError.
 */
export type LinkPort<Subject extends Linked> = {
  /**
   * It is made only while somebody waits for it. After a failure the queue does not make it again; the person does, as a new one. What
   * a lost request has made is searched for all the same, and then left to whoever looks after such objects.
   */
  isMadeOnce?: true;
  /** How failures are told to the team, where that is not done as for a persona. */
  reports?: {
    /** The kind of call that a success proves to work again. */
    call: CallKind;
    /** The topic of the team's warning; undefined: the team need not hear of this failure. */
    topicOf(failure: Failure): string | undefined;
  };
  /** The persona that a record belongs to, which warnings name; undefined: none, or it is gone. */
  personaOf(key: LinkKey): Promise<string | undefined>;
  /** The record as it is now; undefined: it was deleted here. */
  load(key: LinkKey): Promise<Subject | undefined>;
  /** The same, also of a record that was deleted here. */
  loadEver(key: LinkKey): Promise<Subject | undefined>;
  /**
   * Makes the object in Tavus, with a mark that names the record. After each wait for something else it must ask `mayGoOn` again; if
   * that says no, it sends nothing and resolves with undefined.
   */
  create(apiKey: string, subject: Subject, mayGoOn: () => boolean): Promise<Created | undefined>;
  /**
   * Changes the object in Tavus to what the record says, and resolves with how the two compare then. Doing it twice does no harm.
   * Right before it writes anything it must ask `mayGoOn`; if that says no, it writes nothing and resolves with undefined.
   */
  push(
    apiKey: string,
    subject: Subject,
    options: { force: boolean; mayGoOn(): boolean },
  ): Promise<Compared | undefined>;
  /** The objects in the account with a mark of ours. Does not throw what Tavus throws: that is `shortfall`. */
  readMarked(apiKey: string): Promise<MarkedReading>;
  /** `deleted`: Tavus says that this call deleted it. The other two: it was looked for and is not there. */
  remove(apiKey: string, remoteId: string): Promise<"deleted" | "alreadyGone" | "goneNow">;
  /** Tells the person whose interaction is over; false: they can only be told at their next command. */
  announce(subject: Subject, way: TellWay): Promise<boolean>;
  /** Says that `count` further objects, made by requests whose answers were lost, were removed. */
  announceRemoval(subject: Subject, count: number): Promise<void>;
  /** Says, for sure, how the deletion in Tavus ended that was to follow the one here. */
  announceFate(subject: Subject, fate: Fate): Promise<void>;
};

/**
 * What makes somebody hear news once, even if several processes tell it, or one tells it twice. `standsAt`: the earlier answer that the
 * news replaces, as long as it can be replaced. `nonce`: the same for the same news, so that the platform drops a second message.
 */
export type TellWay = {
  standsAt: string | undefined;
  nonce: string;
  /** Asked before a new message is sent because that answer can no longer be replaced. False: none is sent. May take seconds. */
  mayBeAnew(): Promise<boolean>;
  /**
   * Whether it is still this process's to tell: asked before anything is shown, and again before a new message. False: nothing is, and
   * the announcement rejects with OutsideError.
   */
  isOurs(): Promise<boolean>;
};

/** `kept`: Tavus did not let it go, and it is not tried again. */
export type Fate = { kind: "deleted" } | { kind: "neverThere" } | { kind: "kept"; failure: Failure };

/** What all kinds share. */
export type LinkTools = {
  queue: LinkQueue;
  tenants: TenantStore;
  keys: TenantKeys;
  /** How much of a team's daily limits it costs to make an object, for each kind. */
  makingLimits(tenantId: string): Promise<MakingLimits>;
  log: Logger;
  gate: Gate;
  /** Where the answer stands that is to be replaced when the link ends; undefined: there is none, or no key here decrypts it. */
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
