import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import {
  type AttemptKey,
  dueIfNewer,
  type Failure,
  failureColumns,
  noFailure,
  rowUpdates,
  toBeTold,
  unread,
  withAttempt,
} from "./outcome-columns.ts";

/** An attempt that ended without an id. `countsAsTry`: the next delay is longer, and it is given up after a day. */
export type FailedTry = { failure: Failure; nextAttemptMs: number; countsAsTry: boolean };

/** Stores how attempts to create ended. */
export function createCreateOutcomes(database: Database) {
  const { kysely } = database;
  const now = () => isoTime(database.now());
  const { ofPersona, ofAttempt } = rowUpdates(database);
  const openAttempt = (tenantId: string, key: AttemptKey) =>
    ofAttempt(tenantId, key).where("tavus_persona_id", "is", null);
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

  /** What did not come about takes nothing of the day's limit, which the form had reserved. */
  async function giveBack(tenantId: string, id: string): Promise<void> {
    await kysely
      .deleteFrom("usage")
      .where("tenant_id", "=", tenantId)
      .where("kind", "=", "creates")
      .where("reservation_id", "in", ({ selectFrom }) =>
        selectFrom("personas")
          .select(sql<string>`form_id`.as("form_id"))
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .where("link", "=", "failed"),
      )
      .execute();
  }

  type Link = { tavusPersonaId: string; pushedRevision: number };

  /** Where no id stands yet, neither here nor, this one, at another persona. */
  function takeId(tenantId: string, id: string, link: Link): Promise<PersonaRow | undefined> {
    const at = now();
    return ofPersona(tenantId, id)
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
        next_attempt_at: dueIfNewer(link.pushedRevision, at),
        ...toBeTold(database.now()),
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
          ...toBeTold(database.now()),
        })
        .execute();
      await giveBack(tenantId, key.id);
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
    async waitForKey(tenantId: string, cause: "noKey" | "lockedKey" = "noKey"): Promise<void> {
      const at = now();
      await kysely
        .updateTable("personas")
        .set({
          failure_kind: cause,
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
      await ofAttempt(tenantId, key)
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
  };
}
