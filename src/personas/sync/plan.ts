import { newForMs } from "../../database/link/change.ts";
import { isBehind, type Link } from "../../database/link/link-record.ts";
import { attemptsOf, isFromAttempt } from "../../link/lost-attempts.ts";
import type { Base } from "../content/agreed.ts";
import { type Differing, readDiffering } from "../content/differing.ts";
import { isSameReading } from "../content/fingerprint.ts";

/** What the plan needs of a Tavus persona; its texts stay with whoever read it. Times are Unix ms. */
export type RemoteDigest = {
  tavusPersonaId: string;
  name: string;
  promptHash: string;
  fingerprint: Base;
  /** The account's own, by Tavus's filter; stock and shared ones are never imported. */
  isOwn: boolean;
  /** The id in its record line. */
  record: string | undefined;
  createdMs: number | undefined;
  /** When its page was asked for. */
  readMs: number;
};

/** What there is here to compare a page with. */
export type LocalFacts = {
  /** By Tavus id, read after the page. */
  linked: ReadonlyMap<string, Link>;
  /** By the record's id, where a record line names it. */
  records: ReadonlyMap<string, Link>;
  mayMatch(remote: RemoteDigest): boolean;
};

export type Step<Remote extends RemoteDigest> =
  | { kind: "import"; remote: Remote }
  /** Decided after the last page, when all that may match are known. */
  | { kind: "hold"; remote: Remote }
  | { kind: "inStep" | "notPushedYet"; id: string; remote: Remote }
  /** `isGoneThere`: Tavus has said that it deleted it, too. */
  | { kind: "deletedHere"; id: string; remote: Remote; isGoneThere?: boolean }
  /** The same of one whose record does not know it: unlinked before, or made by a request whose answer never came. */
  | { kind: "deletedUnknown"; local: Link; remote: Remote }
  /** It differs as it did at the last reading, and nothing was said here since. */
  | { kind: "differsStill"; remote: Remote; differing: readonly Differing[] }
  /** Something was changed in Tavus, or this is the first reading since our own write: needs the texts. */
  | { kind: "compare"; local: Link; remote: Remote }
  /** What a lost request made after all: to be removed by the search for surplus. */
  | { kind: "surplus"; id: string; remote: Remote }
  | { kind: "ignore"; remote: Remote };

/** What is to be done about one persona of a page. */
export function planRemote<Remote extends RemoteDigest>(remote: Remote, facts: LocalFacts): Step<Remote> {
  const local = facts.linked.get(remote.tavusPersonaId);
  if (local) return planLinked(remote, local);
  const record = remote.record === undefined ? undefined : facts.records.get(remote.record);
  if (record) return planCarrier(remote, record);
  if (!remote.isOwn) return { kind: "ignore", remote };
  return facts.mayMatch(remote) ? { kind: "hold", remote } : { kind: "import", remote };
}

function planLinked<Remote extends RemoteDigest>(remote: Remote, local: Link): Step<Remote> {
  const isMissing = local.state === "missing";
  if (local.isGone) return { kind: "deletedHere", id: local.id, remote, isGoneThere: isMissing };
  if (isMissing) return { kind: "compare", local, remote };
  const isChanged = !isSameReading(local.base, remote.fingerprint) || local.differs !== undefined;
  if (!isChanged || isBeingWritten(remote, local) || (local.base === undefined && isBehind(local))) {
    return { kind: isBehind(local) ? "notPushedYet" : "inStep", id: local.id, remote };
  }
  const differing = readDiffering(local.differs);
  if (isSettled(local) && differing.length > 0 && isSameReading(local.base, remote.fingerprint, differing)) {
    return { kind: "differsStill", remote, differing };
  }
  return { kind: "compare", local, remote };
}

/** Whether a list may say so because it has not heard yet of what Tavus has done for us. */
export function isOfLateList(step: Step<RemoteDigest>): boolean {
  if (step.kind === "deletedHere") return step.isGoneThere === true;
  if (step.kind !== "compare") return false;
  const { writtenMs } = step.local;
  return writtenMs !== undefined && Math.abs(step.remote.readMs - writtenMs) < newForMs;
}

/** What differs was found out with what is said here now: an edit or a lost answer makes it another question. */
function isSettled(local: Link): boolean {
  return !isBehind(local) && local.failure === undefined;
}

/** The page may be older than what we wrote: it says nothing about it. */
function isBeingWritten({ readMs }: RemoteDigest, { writtenMs = 0, leaseUntilMs = 0 }: Link): boolean {
  return writtenMs > readMs || leaseUntilMs > readMs;
}

function planCarrier<Remote extends RemoteDigest>(remote: Remote, record: Link): Step<Remote> {
  if (record.remoteId !== undefined) {
    if (isFromAttempt(remote, attemptsOf(record))) return { kind: "surplus", id: record.id, remote };
    // Somebody's copy of ours.
    return { kind: remote.isOwn ? "import" : "ignore", remote };
  }
  // Where it is to be deleted in Tavus too, the queue finds it.
  if (record.isGone && record.removesRemote) return { kind: "deletedHere", id: record.id, remote };
  if (record.isGone) return { kind: "deletedUnknown", local: record, remote };
  return { kind: "hold", remote };
}

/** More than half of at least five linked ones gone: probably another account's key. */
const fewestToDoubt = 5;

export function isMassMissing({ absent, linked }: { absent: number; linked: number }): boolean {
  return linked >= fewestToDoubt && absent * 2 > linked;
}
