import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { createAllowances } from "./allowances.ts";
import { changeOne, isFree } from "./change.ts";
import type { AttemptKey, Failure, Link, LinkKey } from "./link-record.ts";
import { readLink } from "./link-record.ts";
import {
  failureColumns,
  leftOverColumns,
  noFailure,
  nothingAgreed,
  withUnknownAttempt,
} from "./outcome-columns.ts";
import { createOwners } from "./owners.ts";
import type { TransitionName } from "./transitions.ts";

/** An attempt that ended without an id. `countsAsTry`: the next delay is longer, and it is given up after a day. */
export type FailedTry = { failure: Failure; nextAttemptMs: number; countsAsTry: boolean };

/** What a kind of record does besides, when its link changes. */
export type LinkHooks = {
  /** Something here holds this Tavus id that nobody has changed since a sync brought it: it goes. True: it has gone. */
  makeRoom(key: LinkKey, remoteId: string): Promise<boolean>;
  /** Records of several teams may be linked to one object in Tavus; absent: an object is one team's. */
  mayShare?: boolean;
};

/**
 * `isMade`: we have made it ourselves for this record, so that it is no other team's, whoever was quicker. `isFound`: no request
 * of ours for this record made it, so what both sides agree on shows at the first reading.
 */
type NewLink = {
  remoteId: string;
  pushedRevision: number;
  /** Of the key whose account has it, where that may be another one than the last attempt was opened with. */
  keyTag?: string;
  isMade?: boolean;
  isFound?: true;
  /**
   * Chosen for the record as it was when this was its last attempt: one that was deleted since, or that somebody has begun to make, does
   * not take it. Absent: it is the record's own, and late is no reason against it.
   */
  chosenAtAttempt?: number;
  /** Another attempt may have made one too: in the same commit, for nobody else would ever look for that. */
  leftOver?: LeftOver | undefined;
};

/** When an attempt began that may have left something over, and when that is looked for. Unix ms. */
type LeftOver = { startedMs: number; checkAtMs: number };

/** `isTeamResting`: retries of the team's rest until somebody or a success lets them go on, which is for the caller to do. */
export type LinkedNow = { link: Link; isTeamResting: boolean };

/** Takes back whose the object has become. */
class NotLinked extends Error {}

/** Stores how attempts to create ended. */
export function createCreateOutcomes(database: Database, kind: string, hooks: LinkHooks) {
  const { kysely } = database;
  const owners = createOwners(database, kind);
  const allowances = createAllowances(database);
  const ofLink = (name: TransitionName, key: LinkKey, options: object = {}, on = kysely) =>
    changeOne(on, key, { name, kind, nowMs: database.now(), ...options });
  const ofAttempt = (name: TransitionName, { attempt, ...key }: AttemptKey, options: object = {}) =>
    ofLink(name, key, options).where("attempt", "=", attempt).where("remote_id", "is", null);

  /** In one commit with the object's becoming this team's; undefined where it is another's, or the link does not take it. */
  async function takeId(key: LinkKey, link: NewLink): Promise<LinkedNow | undefined> {
    const linked = kysely.transaction().execute(async (transaction) => {
      const { remoteId, isMade = false } = link;
      const owned = await owners.take(transaction, key.tenantId, [remoteId], { isMade });
      const row = owned.size > 0 || hooks.mayShare ? await writeId(transaction, key, link) : undefined;
      if (!row) throw new NotLinked();
      return row;
    });
    return linked.catch((error: unknown) => {
      if (error instanceof NotLinked) return undefined;
      throw error;
    });
  }

  /** Where no id stands yet, neither here nor, this one, at another record. */
  async function writeId(
    on: typeof kysely,
    key: LinkKey,
    { remoteId, pushedRevision, keyTag, isFound, chosenAtAttempt, leftOver }: NewLink,
  ): Promise<LinkedNow | undefined> {
    const nowMs = database.now();
    const written = await ofLink("linked", key, { pushedRevision }, on)
      .set({
        ...noFailure,
        // What was edited since it was sent is told from what was sent by the base that the edit left.
        ...(isFound ? nothingAgreed : {}),
        ...(leftOver && leftOverColumns(leftOver)),
        ...(keyTag !== undefined && { key_tag: keyTag }),
        written_at: isoTime(nowMs),
        remote_id: remoteId,
        pushed_revision: pushedRevision,
        tries: 0,
        // Used up: to make another takes from the limit anew.
        allowance: null,
        asked_by: null,
        updated_at: isoTime(nowMs),
      })
      .where("remote_id", "is", null)
      .$if(chosenAtAttempt !== undefined, (query) =>
        query
          .where("gone_at", "is", null)
          .where("attempt", "=", chosenAtAttempt ?? 0)
          .where(isFree(nowMs)),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("links as other")
              .select("other.subject_id")
              .where("other.tenant_id", "=", key.tenantId)
              .where("other.subject_kind", "=", kind)
              .where("other.remote_id", "=", remoteId),
          ),
        ),
      )
      .returningAll()
      .returning(({ selectFrom }) =>
        selectFrom("tenants").select("queue_cause").where("tenant_id", "=", key.tenantId).as("queue_cause"),
      )
      .executeTakeFirst();
    if (!written) return undefined;
    const { queue_cause: cause, ...row } = written;
    return { link: readLink(row), isTeamResting: cause !== null };
  }

  // Waiting for people may take days; the day after which we give up begins when they have acted.
  const tryColumns = (countsAsTry: boolean) =>
    countsAsTry ? { tries: sql<number>`tries + 1` } : { unsettled_since: isoTime(database.now()) };

  return {
    /**
     * An id came back, however late: it is kept where none stands yet, and the link as it is then returned. Undefined: one
     * stands there, the record is gone, or the object is another team's. `pushedRevision` is what Tavus holds under that id; 0 when that is not known.
     */
    async linked(key: LinkKey, link: NewLink): Promise<LinkedNow | undefined> {
      const { tenantId, id } = key;
      const at = { tenantId, id };
      const linked = await takeId(at, link);
      if (linked || !(await hooks.makeRoom(at, link.remoteId))) return linked;
      return takeId(at, link);
    },

    /**
     * A sync has seen what stands in Tavus of one that was deleted here and does not know its id: it is kept, so that people can
     * have it back. Unlike a late answer it takes no other record's place.
     */
    async foundOfDeleted(
      { tenantId, id, revision }: Link,
      found: Pick<NewLink, "remoteId" | "keyTag">,
    ): Promise<void> {
      await takeId({ tenantId, id }, { ...found, pushedRevision: revision, isMade: true, isFound: true });
    },

    /**
     * Refused for good, or given up after a day; an edit that came meanwhile is still to be sent. `mayExist`: the
     * attempt's outcome is not known, so its lease runs on and Tavus is searched before any other.
     */
    async refused(
      key: AttemptKey,
      { failure, mayExist }: { failure: Failure; mayExist: boolean },
    ): Promise<void> {
      const nowMs = database.now();
      await ofAttempt("refused", key, { mayExist }).set(failureColumns(failure, nowMs)).execute();
      await allowances.giveBack(kind, key);
    },

    /** Certainly not made: free at once, tried again at `nextAttemptMs` without looking. */
    async notMade(key: AttemptKey, { failure, nextAttemptMs, countsAsTry }: FailedTry): Promise<void> {
      await ofAttempt("notMade", key, { nextAttemptMs })
        .set({ ...failureColumns(failure, database.now()), ...tryColumns(countsAsTry) })
        .execute();
    },

    /**
     * Nobody knows whether it was made: the lease runs on, and Tavus is searched before the next attempt. False: it was
     * linked or tried again without waiting for this attempt.
     */
    async unknown(key: AttemptKey, { failure, nextAttemptMs, countsAsTry }: FailedTry): Promise<boolean> {
      const result = await ofAttempt("unknown", key, { nextAttemptMs })
        .set({ ...failureColumns(failure, database.now()), ...tryColumns(countsAsTry) })
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Nothing was sent: the link is free, as if the attempt had not been opened. */
    async givenBack({ attempt, ...key }: AttemptKey): Promise<void> {
      await ofLink("givenBack", key).where("attempt", "=", attempt).execute();
    },

    /** The same of what nobody makes again: it has failed. What its attempt may still make is looked for at `checkAtMs`. */
    async notFoundForGood(
      lost: Link,
      { failure, checkAtMs, isOtherKey }: { failure: Failure; checkAtMs: number; isOtherKey: boolean },
    ): Promise<void> {
      const startedMs = lost.attemptStartedMs ?? database.now();
      await ofAttempt("notFoundForGood", lost)
        .set({
          ...failureColumns(failure, database.now()),
          ...leftOverColumns({ startedMs, checkAtMs }),
          ...(isOtherKey ? { left_behind: 1 } : {}),
        })
        .where("outcome_unknown", "=", 1)
        .execute();
    },

    /** Searched for and not found while its request may still arrive: it is searched for again when its lease is over. */
    async notFoundYet(lost: Link, failure: Failure): Promise<void> {
      const nowMs = database.now();
      await ofAttempt("notFoundYet", lost, { nextAttemptMs: lost.leaseUntilMs ?? nowMs })
        .set(failureColumns(failure, nowMs))
        .where("outcome_unknown", "=", 1)
        .execute();
    },

    /** Searched for and not found: may be tried again. The attempt joins those whose outcome was never learned. */
    async notFound(lost: Link, isOtherKey: boolean): Promise<boolean> {
      const startedMs = lost.attemptStartedMs ?? database.now();
      const result = await ofAttempt("notFound", lost)
        .set({
          unknown_attempts: withUnknownAttempt(startedMs),
          ...(isOtherKey ? { left_behind: 1 } : {}),
        })
        .where("outcome_unknown", "=", 1)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
  };
}
