import { sql } from "kysely";
import type { Database } from "./connect.ts";
import type { PersonaRow } from "./tables.ts";
import { isoTime } from "./times.ts";

/** What went wrong, as it is kept and shown. */
export type Failure = { kind: string; words: string | null; incident: string | null };

/** The attempt an outcome belongs to. A newer attempt is never overwritten by an older one's failure. */
export type AttemptKey = { id: string; attempt: number };

/** An attempt that ended without an id. `countsAsTry`: the next delay is longer, and it is given up after a day. */
export type FailedTry = { failure: Failure; nextAttemptMs: number; countsAsTry: boolean };

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
  const attemptOf = (tenantId: string, { id, attempt }: AttemptKey) =>
    row(tenantId, id).where("attempt", "=", attempt);
  const openAttempt = (tenantId: string, key: AttemptKey) =>
    attemptOf(tenantId, key).where("tavus_persona_id", "is", null);
  // Waiting for people may take days; the day after which we give up begins when they have acted.
  const tryColumns = (countsAsTry: boolean) =>
    countsAsTry ? { tries: sql<number>`tries + 1` } : { unsettled_since: now() };

  /** A sync was quicker and imported what belongs to a persona typed here: nobody has changed it, so it goes. */
  async function makeRoom(tenantId: string, id: string, tavusPersonaId: string): Promise<boolean> {
    const result = await kysely
      .deleteFrom("personas")
      .where("tenant_id", "=", tenantId)
      .where("tavus_persona_id", "=", tavusPersonaId)
      .where("imported_at", "is not", null)
      .where("revision", "=", 1)
      .where("deleted_at", "is", null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom("personas as typed")
            .select("typed.id")
            .where("typed.tenant_id", "=", tenantId)
            .where("typed.id", "=", id)
            .where("typed.tavus_persona_id", "is", null),
        ),
      )
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  type Link = { tavusPersonaId: string; pushedRevision: number };

  /** Where no id stands yet, neither here nor, this one, at another persona. */
  function takeId(tenantId: string, id: string, link: Link): Promise<PersonaRow | undefined> {
    const at = now();
    return row(tenantId, id)
      .set({
        ...noFailure,
        ...unread(at),
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
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("personas as other")
              .select("other.id")
              .where("other.tenant_id", "=", tenantId)
              .where("other.tavus_persona_id", "=", link.tavusPersonaId),
          ),
        ),
      )
      .returningAll()
      .executeTakeFirst();
  }

  return {
    /**
     * An id came back, however late: it is kept where none stands yet, and the row as it is then returned. Undefined:
     * one stands there, or the persona is gone. `pushedRevision` is what Tavus holds under that id; 0 when that is not
     * known.
     */
    async linked(tenantId: string, id: string, link: Link): Promise<PersonaRow | undefined> {
      const linked = await takeId(tenantId, id, link);
      if (linked || !(await makeRoom(tenantId, id, link.tavusPersonaId))) return linked;
      return takeId(tenantId, id, link);
    },

    /** This attempt made, or may yet make, a Tavus persona beside the linked one: to be looked for at `checkAtMs`. */
    async surplusSeen(
      tenantId: string,
      { id, attempt_started_at }: Pick<PersonaRow, "id" | "attempt_started_at">,
      checkAtMs: number,
    ): Promise<void> {
      const stored = await kysely
        .selectFrom("personas")
        .select("unknown_attempts")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!stored) return;
      await row(tenantId, id)
        .set({
          unknown_attempts: withAttempt(stored.unknown_attempts, attempt_started_at ?? now()),
          surplus_check_at: isoTime(checkAtMs),
        })
        .execute();
    },

    /**
     * Refused for good, or given up after a day; an edit that came meanwhile is still to be sent. `mayExist`: the
     * attempt's outcome is not known, so its lease runs on and Tavus is searched before any other.
     */
    async failed(
      tenantId: string,
      key: AttemptKey,
      { failure, mayExist }: { failure: Failure; mayExist: boolean },
    ): Promise<void> {
      const at = now();
      await openAttempt(tenantId, key)
        .set({
          ...failureColumns(failure, at),
          ...(mayExist ? {} : { lease_until: null, must_look: 0 }),
          link: sql`case when revision > sent_revision then 'pending' else 'failed' end`,
          next_attempt_at: sql`case when revision > sent_revision then ${at} else null end`,
          tell_lease_until: isoTime(database.now() + tellingMs),
        })
        .execute();
    },

    /** Certainly not made: free at once, tried again at `nextAttemptMs` without looking. */
    async notMade(tenantId: string, key: AttemptKey, ending: FailedTry): Promise<void> {
      await openAttempt(tenantId, key)
        .set({
          ...failureColumns(ending.failure, now()),
          ...tryColumns(ending.countsAsTry),
          lease_until: null,
          must_look: 0,
          next_attempt_at: isoTime(ending.nextAttemptMs),
        })
        .execute();
    },

    /**
     * Nobody knows whether it was made: the lease runs on, and Tavus is searched before the next attempt. False: the
     * persona was linked or tried again without waiting for this attempt.
     */
    async unknown(tenantId: string, key: AttemptKey, ending: FailedTry): Promise<boolean> {
      const result = await openAttempt(tenantId, key)
        .set({
          ...failureColumns(ending.failure, now()),
          ...tryColumns(ending.countsAsTry),
          next_attempt_at: isoTime(ending.nextAttemptMs),
        })
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** What is due in a tenant waits for a key: nothing can be sent, nothing is lost. */
    async waitForKey(tenantId: string): Promise<void> {
      const at = now();
      await kysely
        .updateTable("personas")
        .set({
          failure_kind: "noKey",
          failure_words: null,
          failure_incident: null,
          failed_at: at,
          ...tryColumns(false),
        })
        .where("tenant_id", "=", tenantId)
        .where("next_attempt_at", "<=", at)
        .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", at)]))
        .execute();
    },

    /** Nothing was sent: the row is free, as if the attempt had not been opened. */
    async givenBack(tenantId: string, key: AttemptKey): Promise<void> {
      await attemptOf(tenantId, key)
        .set({ lease_until: null, must_look: 0, next_attempt_at: now() })
        .execute();
    },

    /** Searched for and not found: may be tried again. The attempt joins those whose outcome was never learned. */
    async notFound(
      tenantId: string,
      lost: Pick<PersonaRow, "id" | "attempt" | "attempt_started_at" | "unknown_attempts">,
      isOtherKey: boolean,
    ): Promise<boolean> {
      const at = now();
      const startedAt = lost.attempt_started_at ?? at;
      const result = await openAttempt(tenantId, lost)
        .set({
          must_look: 0,
          lease_until: null,
          // One reading serves all, also those whose turn has not come.
          next_attempt_at: sql`case when next_attempt_at > ${at} then next_attempt_at else ${at} end`,
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
      key: AttemptKey,
      push: { pushedRevision: number } | { failure: Failure; nextAttemptMs: number | null },
    ): Promise<void> {
      const at = now();
      const changes =
        "pushedRevision" in push
          ? {
              ...noFailure,
              ...unread(at),
              pushed_revision: push.pushedRevision,
              tries: 0,
              tell_lease_until: isoTime(database.now() + tellingMs),
              next_attempt_at: sql<
                string | null
              >`case when revision > ${push.pushedRevision} then ${at} else null end`,
            }
          : {
              ...failureColumns(push.failure, at),
              tries: sql<number>`tries + 1`,
              next_attempt_at: push.nextAttemptMs === null ? null : isoTime(push.nextAttemptMs),
              ...(push.nextAttemptMs === null
                ? { tell_lease_until: isoTime(database.now() + tellingMs) }
                : {}),
            };
      await attemptOf(tenantId, key)
        .set({ ...changes, lease_until: null })
        .execute();
    },

    /** The Tavus persona behind a link is gone. */
    async missing(tenantId: string, key: AttemptKey, failure: Failure): Promise<void> {
      await attemptOf(tenantId, key)
        .set({
          ...failureColumns(failure, now()),
          link: "missing",
          lease_until: null,
          next_attempt_at: null,
          tell_lease_until: isoTime(database.now() + tellingMs),
        })
        .execute();
    },

    /** Taken apart by hand: nothing is due until somebody links it or presses Retry. */
    async unlinked(tenantId: string, id: string): Promise<void> {
      await row(tenantId, id)
        .set({
          link: "failed",
          tavus_persona_id: null,
          pushed_revision: 0,
          must_look: 0,
          lease_until: null,
          next_attempt_at: null,
          // The Tavus persona stays, so no check for surplus may take it for what a lost request left behind.
          unknown_attempts: "[]",
          surplus_check_at: null,
          // A push under way has nothing more to say.
          attempt: sql`attempt + 1`,
          ...unread(now()),
          ...failureColumns({ kind: "unlinked", words: null, incident: null }, now()),
          told_at: now(),
        })
        .execute();
    },

    /** A tombstone: form id and Tavus id stay, so that nothing brings the persona back. Its texts go. */
    async removed(tenantId: string, id: string): Promise<void> {
      await row(tenantId, id)
        .set({
          deleted_at: now(),
          told_at: now(),
          next_attempt_at: null,
          lease_until: null,
          description: "",
          prompt: "",
          context: "",
        })
        .execute();
    },

    /** What was deleted here only may be linked again by hand: its tombstone lets go of the Tavus id. */
    async releaseDeleted(tenantId: string, tavusPersonaId: string): Promise<void> {
      await kysely
        .updateTable("personas")
        .set({ tavus_persona_id: null })
        .where("tenant_id", "=", tenantId)
        .where("tavus_persona_id", "=", tavusPersonaId)
        .where("deleted_at", "is not", null)
        .execute();
    },

    /** Their people know how these ended. */
    async told(tenantId: string, ids: readonly string[]): Promise<void> {
      await kysely
        .updateTable("personas")
        .set({ told_at: now(), tell_lease_until: null })
        .where("tenant_id", "=", tenantId)
        .where("id", "in", [...ids])
        .execute();
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

/** What Tavus held before says nothing any more: the next sync reads it anew. */
function unread(at: string) {
  return { base: null, differs: null, written_at: at };
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
