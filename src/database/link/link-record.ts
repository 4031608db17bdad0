import type { LinkRow, LinkState } from "./link-row.ts";

export type { LinkState } from "./link-row.ts";

/** Which record a link belongs to. */
export type LinkKey = { tenantId: string; id: string };

/** An attempt that an outcome belongs to. A newer attempt is never overwritten by an older one's failure. */
export type AttemptKey = LinkKey & { attempt: number };

/** What went wrong, as it is kept and shown. `topic` is that of the team's warning, where it is not just the kind. */
export type Failure = { kind: string; words: string | null; incident: string | null; topic?: string };

/** A link as everything outside `database/` sees it. Times are Unix ms; undefined: not set. `id` is the record's. */
export type Link = LinkKey & {
  kind: string;
  state: LinkState;
  remoteId: string | undefined;
  revision: number;
  pushedRevision: number;
  sentRevision: number | undefined;
  attempt: number;
  attemptStartedMs: number | undefined;
  keyTag: string | undefined;
  leaseUntilMs: number | undefined;
  /** An attempt's outcome is not known. */
  outcomeUnknown: boolean;
  tries: number;
  nextAttemptMs: number | undefined;
  unsettledSinceMs: number | undefined;
  /** Who asked for its making; undefined: whoever typed it. */
  askedBy: string | undefined;
  /** When attempts began whose outcome was never learned. */
  unknownAttemptsMs: readonly number[];
  /** When what they may have made after all is looked for. */
  surplusCheckMs: number | undefined;
  leftBehind: boolean;
  failure: (Failure & { atMs: number }) | undefined;
  userId: string;
  isTold: boolean;
  /** Until when nobody else tells them. */
  tellMs: number | undefined;
  /** Where the answer to whoever asked for it stands, sealed for their team. */
  answerSealed: string | undefined;
  /** The process in which somebody waits for it, and how long. */
  watched: { by: string; untilMs: number } | undefined;
  base: string | undefined;
  differs: string | undefined;
  kept: string | undefined;
  writtenMs: number | undefined;
  isGone: boolean;
  /** It is gone here, and what turns out to be in Tavus is to be deleted there too. */
  removesRemote: boolean;
  createdMs: number;
};

export function readLink(row: LinkRow): Link {
  return {
    tenantId: row.tenant_id,
    id: row.subject_id,
    kind: row.subject_kind,
    state: row.state,
    remoteId: row.remote_id ?? undefined,
    revision: row.revision,
    pushedRevision: row.pushed_revision,
    sentRevision: row.sent_revision ?? undefined,
    attempt: row.attempt,
    attemptStartedMs: readTime(row.attempt_started_at),
    keyTag: row.key_tag ?? undefined,
    leaseUntilMs: readTime(row.lease_until),
    outcomeUnknown: row.outcome_unknown === 1,
    tries: row.tries,
    nextAttemptMs: readTime(row.next_attempt_at),
    unsettledSinceMs: readTime(row.unsettled_since),
    askedBy: row.asked_by ?? undefined,
    unknownAttemptsMs: readAttempts(row.unknown_attempts),
    surplusCheckMs: readTime(row.surplus_check_at),
    leftBehind: row.left_behind === 1,
    failure: readFailure(row),
    userId: row.user_id,
    isTold: row.told_at !== null,
    tellMs: readTime(row.tell_lease_until),
    answerSealed: row.answer_sealed ?? undefined,
    watched: readWatched(row),
    base: row.base ?? undefined,
    differs: row.differs ?? undefined,
    kept: row.kept ?? undefined,
    writtenMs: readTime(row.written_at),
    isGone: row.gone_at !== null,
    removesRemote: row.remove_remote === 1,
    createdMs: Date.parse(row.created_at),
  };
}

/** Tavus holds an older version. */
export function isBehind({ pushedRevision, revision }: Pick<Link, "pushedRevision" | "revision">): boolean {
  return pushedRevision < revision;
}

/** Nothing more will happen to it by itself. */
export function isAtRest(
  link: Pick<Link, "state" | "pushedRevision" | "revision" | "nextAttemptMs">,
): boolean {
  if (link.state === "linked") return !isBehind(link) || link.nextAttemptMs === undefined;
  return link.state !== "pending";
}

/**
 * Whether what lasts for a while may go on in Tavus although it counts as over here: one whose answer was lost may be found long after
 * its person has been told that it was not.
 */
export function mayGoOn(one: { endedMs: number | undefined; link: Pick<Link, "state"> }): boolean {
  return one.endedMs === undefined || one.link.state === "pending" || one.link.state === "linked";
}

/** Somebody is talking to Tavus about it. */
export function isLeased({ leaseUntilMs }: Pick<Link, "leaseUntilMs">, nowMs: number): boolean {
  return leaseUntilMs !== undefined && leaseUntilMs > nowMs;
}

function readWatched({ watched_by: by, watched_until: until }: LinkRow): Link["watched"] {
  return by === null || until === null ? undefined : { by, untilMs: Date.parse(until) };
}

export function readTime(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

/** The JSON list of `unknown_attempts`, as Unix ms. */
export function readAttempts(json: string): number[] {
  const attempts: unknown = JSON.parse(json);
  return Array.isArray(attempts) ? attempts.map((at) => Date.parse(String(at))) : [];
}

function readFailure(row: LinkRow): Link["failure"] {
  if (row.failure_kind === null) return undefined;
  const { failure_kind: kind, failure_words: words, failure_incident: incident } = row;
  return { kind, words, incident, atMs: readTime(row.failed_at) ?? 0 };
}
