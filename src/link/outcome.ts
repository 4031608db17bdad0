import type { Link } from "../database/link/link-record.ts";
import type { Removal } from "../database/link/removals.ts";
import { TavusError, type TavusErrorKind } from "../tavus/errors.ts";
import { isUnclear } from "../tavus/prove.ts";
import { type Cause, isCause } from "../warnings/causes.ts";
import { topicOf } from "../warnings/topic.ts";
import { isTriedEnough } from "./tried-enough.ts";

/** What a failed create means for the link. */
export type FailedOutcome = "refused" | "waitingForPeople" | "notMade" | "unknown";

export function outcomeOf(error: TavusError): FailedOutcome {
  switch (error.kind) {
    case "invalidKey":
    case "outOfCredits":
      return "waitingForPeople";
    case "conflict":
    case "rateLimited":
    case "blocked":
    case "tooManyConversations":
      return "notMade";
    case "otherTeams":
    case "notInPlan":
    case "limitReached":
    case "forbidden":
      // Only people change that, and nothing else of the team's has to wait for it.
      return "refused";
    case "rejected":
      return isOfSuccess(error) ? "unknown" : "refused";
    case "notFound":
      if (isOfSuccess(error)) return "unknown";
      return error.status === 400 ? "refused" : "notMade";
    case "unavailable":
    case "timedOut":
    case "notApplied":
    case "unexpectedReply":
      return error.reached === "no" ? "notMade" : "unknown";
  }
}

/** An error with the status of a success says nothing of what was done. */
function isOfSuccess({ status }: TavusError): boolean {
  return status !== undefined && status < 300;
}

/** Waiting helps, and nobody has to do anything. */
export function passesByItself({ kind }: TavusError): boolean {
  return passing.includes(kind);
}

const passing: readonly TavusErrorKind[] = [
  "rateLimited",
  "tooManyConversations",
  "blocked",
  "unavailable",
  "timedOut",
];

/**
 * For the `catch` of a deletion that somebody asked for: what passes by itself, and what may have been carried out, is the queue's
 * to bring to an end. Throws the rest.
 */
export function deletionGoesOn(error: unknown): Removal {
  if (!(error instanceof TavusError) || !(passesByItself(error) || isUnclear(error))) throw error;
  return { tavus: "unsettled", failure: failureFrom(error) };
}

/** Tavus will not let go of it, however often it is asked to delete it. */
export function isKeptForGood({ kind }: TavusError): boolean {
  return kind === "forbidden" || kind === "rejected";
}

const second = 1000;
const minute = 60 * second;
const delaysMs = [20 * second, minute, 5 * minute, 15 * minute];
const lastDelayMs = 60 * minute;

/**
 * How long to wait after the failed try number `tries` (0: the first): 20 s, 1, 5, 15 min, then hourly, each ±20 % so
 * that many do not come back at once; at least what Tavus asked for, up to an hour. `random` is from 0 to 1.
 */
export function delayAfter(tries: number, random: number, retryAfterMs = 0): number {
  const delay = (delaysMs[tries] ?? lastDelayMs) * (0.8 + 0.4 * random);
  return Math.max(delay, Math.min(retryAfterMs, lastDelayMs));
}

/** A queue that waits for people looks again by itself after this. */
export const queuePauseMs = 15 * minute;

/** After a day of failures a person must decide. */
const giveUpAfterMs = 24 * 60 * minute;
/** As many as a day has at least, and a few less: where there were fewer, nobody tried for some of it. */
const giveUpAfterTries = 20;

/** `nowMs` is Unix time; `tries` are those before the present one. */
export function isGivenUp(
  { unsettledSinceMs, createdMs, tries }: Pick<Link, "unsettledSinceMs" | "createdMs" | "tries">,
  nowMs: number,
): boolean {
  const trials = { sinceMs: unsettledSinceMs ?? createdMs, tries };
  return isTriedEnough(trials, { nowMs, forMs: giveUpAfterMs, least: giveUpAfterTries });
}

/** An attempt's lease; the request inside it is aborted after 10 s. */
export const leaseMs = 20 * second;

/** The request's own ten seconds and one to store the answer: with less, it is not sent. */
export const leaseNeededMs = 11 * second;

/** What is kept of a failure, and shown; `topic` names the team's warning about it. */
export function failureFrom({ kind, words, gist, incident }: TavusError) {
  return { kind, words: words ?? null, topic: topicOf(kind, gist), incident };
}

/** `failedMs`: when it happened, Unix ms. */
export type KnownFailure = {
  cause: Cause;
  words: string | undefined;
  incident: string | undefined;
  failedMs?: number | undefined;
};

/** Why a link is not there, or not in step; where nothing was written, what that means. */
export function failureOf(
  link: Pick<Link, "failure" | "state" | "outcomeUnknown">,
): KnownFailure | undefined {
  const words = link.failure?.words ?? undefined;
  const incident = link.failure?.incident ?? undefined;
  const failedMs = link.failure?.atMs || undefined;
  if (link.failure && isCause(link.failure.kind))
    return { cause: link.failure.kind, words, incident, failedMs };
  if (link.state !== "pending") return undefined;
  // An attempt was opened and nobody wrote how it ended: its process died.
  return { cause: link.outcomeUnknown ? "interrupted" : "inLine", words, incident, failedMs };
}
