import { presentAnswer } from "../../work.ts";
import { isoTime } from "../times.ts";
import type { LinkRow } from "./link-row.ts";

/**
 * How a link begins: with its first attempt already open, waiting because the team has no key, or, `unlinked`, for an object
 * that Tavus has, with nothing to be made.
 */
export type LinkBirth = {
  tenantId: string;
  id: string;
  userId: string;
  nowMs: number;
  /** The row of `usage` that its making was taken from; absent where nothing is limited. */
  allowance?: string;
  /** The process in which somebody waits for it from the first, as long as its lease runs; absent where there is only one. */
  watchedBy?: string;
  start:
    | { kind: "attempt"; keyTag: string; leaseMs: number }
    | { kind: "noKey"; cause: string }
    | { kind: "unlinked" };
};

/** The row of a new link, so that one commit holds the record and the attempt to make it in Tavus. */
export function newLink(kind: string, birth: LinkBirth): LinkRow {
  const { tenantId, id, userId, nowMs, allowance = id, watchedBy, start } = birth;
  const now = isoTime(nowMs);
  return {
    tenant_id: tenantId,
    subject_kind: kind,
    subject_id: id,
    state: start.kind === "unlinked" ? "failed" : "pending",
    remote_id: null,
    revision: 1,
    pushed_revision: 0,
    ...begun(start, nowMs),
    tries: 0,
    unsettled_since: now,
    unknown_attempts: "[]",
    allowance: start.kind === "unlinked" ? null : allowance,
    asked_by: null,
    surplus_check_at: null,
    left_behind: 0,
    failure_words: null,
    failure_topic: null,
    failure_incident: null,
    user_id: userId,
    told_at: start.kind === "unlinked" ? now : null,
    tell_lease_until: null,
    answer_sealed: start.kind === "unlinked" ? null : (presentAnswer() ?? null),
    ...(watchedBy !== undefined && start.kind === "attempt"
      ? { watched_by: watchedBy, watched_until: isoTime(nowMs + start.leaseMs) }
      : { watched_by: null, watched_until: null }),
    base: null,
    differs: null,
    kept: null,
    written_at: null,
    gone_at: null,
    remove_remote: 0,
    created_at: now,
    updated_at: now,
  };
}

function begun(start: LinkBirth["start"], nowMs: number) {
  switch (start.kind) {
    case "attempt":
      return openAttempt(nowMs, start);
    case "noKey":
      return withoutKey(isoTime(nowMs), start.cause);
    case "unlinked":
      return { ...withoutKey(isoTime(nowMs), "unlinked"), next_attempt_at: null };
  }
}

function openAttempt(nowMs: number, { keyTag, leaseMs }: { keyTag: string; leaseMs: number }) {
  const leaseUntil = isoTime(nowMs + leaseMs);
  return {
    attempt: 1,
    attempt_started_at: isoTime(nowMs),
    sent_revision: 1,
    key_tag: keyTag,
    lease_until: leaseUntil,
    outcome_unknown: 1,
    next_attempt_at: leaseUntil,
    failure_kind: null,
    failed_at: null,
  };
}

function withoutKey(now: string, cause: string) {
  return {
    attempt: 0,
    attempt_started_at: null,
    sent_revision: null,
    key_tag: null,
    lease_until: null,
    outcome_unknown: 0,
    next_attempt_at: now,
    failure_kind: cause,
    failed_at: now,
  };
}
