import { randomInt } from "node:crypto";
import { OutsideError } from "../errors.ts";

/**
 * What went wrong, one word per remedy:
 *
 * - `invalidKey` – the key is missing, wrong, or barred from this address
 * - `outOfCredits` – the account has nothing left to spend
 * - `notInPlan` – the account's plan does not include it
 * - `limitReached` – the account holds as many as it may
 * - `forbidden` – Tavus does not let this account do it, and it is not said that the key is to blame
 * - `blocked` – somebody between us and Tavus, such as a firewall, turned it away
 * - `tooManyConversations` – the plan's number of rooms is open already
 * - `rateLimited` – too many requests; see `retryAfterMs`
 * - `rejected` – Tavus read the request and refuses it; see `words`
 * - `notFound` – the object the operation is about does not exist, or belongs to another account. An answer says so of that very object, or a complete list does not show it
 * - `otherTeams` – the object is another team's of this bot; Tavus was not asked
 * - `conflict` – somebody has unpublished changes in PAL Maker
 * - `unavailable` – Tavus failed, or the connection to it did
 * - `timedOut` – no whole answer before the deadline, or the caller stopped waiting
 * - `notApplied` – Tavus said yes, and holds what it held before
 * - `unexpectedReply` – an answer that cannot be read, or is no answer to what was asked
 */
export type TavusErrorKind =
  | "invalidKey"
  | "outOfCredits"
  | "notInPlan"
  | "limitReached"
  | "forbidden"
  | "blocked"
  | "tooManyConversations"
  | "rateLimited"
  | "rejected"
  | "notFound"
  | "otherTeams"
  | "conflict"
  | "unavailable"
  | "timedOut"
  | "notApplied"
  | "unexpectedReply";

/** `no`: the request certainly never got to Tavus, so it took no effect. `maybe`: nobody here can tell. */
export type Reached = "no" | "maybe";

export type TavusErrorDetails = {
  kind: TavusErrorKind;
  operation: string;
  reached: Reached;
  status?: number;
  words?: string | undefined;
  gist?: string | undefined;
  retryAfterMs?: number | undefined;
  /** Of an error that came from another thread; absent: a new one. */
  incident?: string;
  cause?: unknown;
};

/** A call to Tavus that failed. Holds no key, header, request body or query, so it may be logged whole. */
export class TavusError extends OutsideError {
  override readonly name = "TavusError";
  readonly kind: TavusErrorKind;
  /** What was tried, verb first: "create persona". */
  readonly operation: string;
  readonly reached: Reached;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Tavus's own words: one line, at most 200 characters. */
  readonly words: string | undefined;
  /** The same without what differs between two refusals for one reason: tells reasons apart, and is shown to nobody. */
  readonly gist: string | undefined;
  /** How long Tavus asks to wait, at most an hour. */
  readonly retryAfterMs: number | undefined;
  /** Ties what a person was told to a line in the log. */
  readonly incident: string;

  constructor(details: TavusErrorDetails) {
    super(describe(details), { cause: details.cause });
    this.kind = details.kind;
    this.operation = details.operation;
    this.reached = details.reached;
    this.status = details.status;
    this.words = details.words;
    this.gist = details.gist;
    this.retryAfterMs = details.retryAfterMs;
    this.incident = details.incident ?? newIncident();
  }
}

function describe({ kind, operation, status, words }: TavusErrorDetails): string {
  const answer = status === undefined ? "" : ` (HTTP ${status})`;
  return `${operation}: ${kind}${answer}${words ? `: ${words}` : ""}`;
}

/** No 0/o, 1/l/i: people read incident ids to each other. */
const incidentAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";
const incidentLength = 8;

function newIncident(): string {
  return Array.from({ length: incidentLength }, () =>
    incidentAlphabet.charAt(randomInt(incidentAlphabet.length)),
  ).join("");
}
