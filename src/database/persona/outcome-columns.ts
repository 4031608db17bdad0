import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

/** What went wrong, as it is kept and shown. */
export type Failure = { kind: string; words: string | null; incident: string | null };

/** The attempt an outcome belongs to. A newer attempt is never overwritten by an older one's failure. */
export type AttemptKey = { id: string; attempt: number };

/** How long the one who settles a persona has to tell the person, before another process does. */
const tellingMs = 60_000;

export const noFailure = { failure_kind: null, failure_words: null, failure_incident: null, failed_at: null };

export function failureColumns(failure: Failure, at: string) {
  return {
    failure_kind: failure.kind,
    failure_words: failure.words,
    failure_incident: failure.incident,
    failed_at: at,
  };
}

/** What Tavus held before says nothing any more: the next sync reads it anew. */
export function unread(at: string) {
  return { base: null, differs: null, written_at: at };
}

/** Its person is to be told how it ended. */
export function toBeTold(nowMs: number) {
  return { tell_lease_until: isoTime(nowMs + tellingMs) };
}

/** Due at once when it was edited since the revision that Tavus holds. */
export function dueIfNewer(pushedRevision: number, at: string) {
  return sql<string | null>`case when revision > ${pushedRevision} then ${at} else null end`;
}

/** An update of one persona, and the same for the attempt that is its newest. */
export function rowUpdates({ kysely }: Database) {
  const ofPersona = (tenantId: string, id: string) =>
    kysely.updateTable("personas").where("tenant_id", "=", tenantId).where("id", "=", id);
  return {
    ofPersona,
    ofAttempt: (tenantId: string, { id, attempt }: AttemptKey) =>
      ofPersona(tenantId, id).where("attempt", "=", attempt),
  };
}

export function withAttempt(unknownAttempts: string, startedAt: string): string {
  const attempts: unknown = JSON.parse(unknownAttempts);
  const known = Array.isArray(attempts) ? attempts : [];
  return JSON.stringify(known.includes(startedAt) ? known : [...known, startedAt]);
}
