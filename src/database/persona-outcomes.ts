import { sql } from "kysely";
import type { Database } from "./connect.ts";
import type { PersonaRow } from "./tables.ts";
import { isoTime } from "./times.ts";

/** What went wrong, as it is kept and shown. */
export type Failure = { kind: string; words: string | null; incident: string };

/** The attempt an outcome belongs to. A newer attempt is never overwritten by an older one's failure. */
export type AttemptKey = { id: string; attempt: number };

/** How long the one who settles a persona has to tell the person, before another process does. */
const tellingMs = 60_000;

/** Sorts after every time: this person reads it at their next command. */
export const untilTheyReturn = "9999-12-31T23:59:59.999Z";

const noFailure = { failure_kind: null, failure_words: null, failure_incident: null, failed_at: null };

export type PersonaOutcomes = ReturnType<typeof createPersonaOutcomes>;

/** Stores how attempts ended. */
export function createPersonaOutcomes(database: Database) {
  const { kysely } = database;
  const now = () => isoTime(database.now());
  const row = (tenantId: string, id: string) =>
    kysely.updateTable("personas").where("tenant_id", "=", tenantId).where("id", "=", id);
  const openAttempt = (tenantId: string, { id, attempt }: AttemptKey) =>
    row(tenantId, id).where("attempt", "=", attempt).where("tavus_persona_id", "is", null);

  return {
    /**
     * An id came back, however late: it is kept where none stands yet. False: another stands there, or the persona
     * is gone. `pushedRevision` is what Tavus holds under that id; 0 when that is not known.
     */
    async linked(
      tenantId: string,
      id: string,
      link: { tavusPersonaId: string; pushedRevision: number },
    ): Promise<boolean> {
      const at = now();
      const result = await row(tenantId, id)
        .set({
          ...noFailure,
          link: "linked",
          tavus_persona_id: link.tavusPersonaId,
          pushed_revision: link.pushedRevision,
          lease_until: null,
          must_look: 0,
          tries: 0,
          // Edited while the request was under way, or of unknown content: the queue pushes what is here.
          next_attempt_at: sql`case when revision > ${link.pushedRevision} then ${at} else null end`,
          tell_lease_until: isoTime(database.now() + tellingMs),
          updated_at: at,
        })
        .where("tavus_persona_id", "is", null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** A second Tavus persona exists for this row: look for it now. */
    async surplusSeen(tenantId: string, id: string, attemptStartedAt: string): Promise<void> {
      const stored = await kysely
        .selectFrom("personas")
        .select("unknown_attempts")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!stored) return;
      await row(tenantId, id)
        .set({
          unknown_attempts: withAttempt(stored.unknown_attempts, attemptStartedAt),
          surplus_check_at: now(),
        })
        .execute();
    },

    /** Refused for good, or given up after a day. */
    async failed(tenantId: string, key: AttemptKey, failure: Failure): Promise<void> {
      await openAttempt(tenantId, key)
        .set({
          ...failureColumns(failure, now()),
          link: "failed",
          lease_until: null,
          must_look: sql`case when ${failure.kind} = 'rejected' then 0 else must_look end`,
          next_attempt_at: null,
          tell_lease_until: isoTime(database.now() + tellingMs),
        })
        .execute();
    },

    /** Certainly not made: free at once, tried again at `nextAttemptMs` without looking. */
    async notMade(
      tenantId: string,
      key: AttemptKey,
      outcome: { failure: Failure; nextAttemptMs: number; countsAsTry: boolean },
    ): Promise<void> {
      const at = now();
      await openAttempt(tenantId, key)
        .set({
          ...failureColumns(outcome.failure, at),
          lease_until: null,
          must_look: 0,
          next_attempt_at: isoTime(outcome.nextAttemptMs),
          // Waiting for people may take days; the day after which we give up begins when they have acted.
          ...(outcome.countsAsTry ? { tries: sql<number>`tries + 1` } : { unsettled_since: at }),
        })
        .execute();
    },

    /** Nobody knows whether it was made: the lease runs on, and Tavus is searched before the next attempt. */
    async unknown(
      tenantId: string,
      key: AttemptKey,
      outcome: { failure: Failure; nextAttemptMs: number },
    ): Promise<void> {
      await openAttempt(tenantId, key)
        .set({
          ...failureColumns(outcome.failure, now()),
          next_attempt_at: isoTime(outcome.nextAttemptMs),
          tries: sql`tries + 1`,
        })
        .execute();
    },

    /** The request was never sent: the row is free, as if the attempt had not been opened. */
    async givenBack(tenantId: string, key: AttemptKey): Promise<void> {
      await openAttempt(tenantId, key)
        .set({ lease_until: null, must_look: 0, next_attempt_at: now() })
        .execute();
    },

    /** Searched for and not found: may be tried again. The attempt joins those whose outcome was never learned. */
    async notFound(
      tenantId: string,
      lost: Pick<PersonaRow, "id" | "attempt" | "attempt_started_at" | "unknown_attempts">,
      isOtherKey: boolean,
    ): Promise<boolean> {
      const startedAt = lost.attempt_started_at ?? now();
      const result = await openAttempt(tenantId, lost)
        .set({
          must_look: 0,
          lease_until: null,
          next_attempt_at: now(),
          unknown_attempts: withAttempt(lost.unknown_attempts, startedAt),
          ...(isOtherKey ? { left_behind: 1 } : {}),
        })
        .where("must_look", "=", 1)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** A push of an edit ended. `pushedRevision` is undefined when it failed. */
    async pushed(
      tenantId: string,
      id: string,
      push: { pushedRevision: number } | { failure: Failure; nextAttemptMs: number | null },
    ): Promise<void> {
      const at = now();
      const changes =
        "pushedRevision" in push
          ? {
              ...noFailure,
              pushed_revision: push.pushedRevision,
              tries: 0,
              next_attempt_at: sql<
                string | null
              >`case when revision > ${push.pushedRevision} then ${at} else null end`,
            }
          : {
              ...failureColumns(push.failure, at),
              tries: sql<number>`tries + 1`,
              next_attempt_at: push.nextAttemptMs === null ? null : isoTime(push.nextAttemptMs),
            };
      await row(tenantId, id)
        .set({ ...changes, lease_until: null })
        .execute();
    },

    /** The Tavus persona behind a link is gone. */
    async missing(tenantId: string, id: string, failure: Failure): Promise<void> {
      await row(tenantId, id)
        .set({ ...failureColumns(failure, now()), link: "missing", lease_until: null, next_attempt_at: null })
        .execute();
    },

    async told(tenantId: string, id: string): Promise<void> {
      await row(tenantId, id).set({ told_at: now(), tell_lease_until: null }).execute();
    },

    /** The person takes no direct messages: kept for their next command. */
    async tellOnReturn(tenantId: string, id: string): Promise<void> {
      await row(tenantId, id)
        .set({ tell_lease_until: untilTheyReturn })
        .where("told_at", "is", null)
        .execute();
    },

    async setSurplusCheck(tenantId: string, id: string, atMs: number | null): Promise<void> {
      await row(tenantId, id)
        .set({ surplus_check_at: atMs === null ? null : isoTime(atMs) })
        .execute();
    },
  };
}

function failureColumns(failure: Failure, at: string) {
  return {
    failure_kind: failure.kind,
    failure_words: failure.words,
    failure_incident: failure.incident,
    failed_at: at,
  };
}

function withAttempt(unknownAttempts: string, startedAt: string): string {
  const attempts: unknown = JSON.parse(unknownAttempts);
  const known = Array.isArray(attempts) ? attempts : [];
  return JSON.stringify(known.includes(startedAt) ? known : [...known, startedAt]);
}
