import { sql } from "kysely";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { endPromiseOf } from "../promised.ts";
import { isoTime } from "../times.ts";
import { change, changeOne, isFree, mayChange } from "./change.ts";
import { isInTenantThatIsHere, lockedFor } from "./link-queue.ts";
import { type Failure, type Link, type LinkKey, type LinkState, readLink } from "./link-record.ts";
import { asked, failureColumns, forgottenObject, fromTheStart, noFailure } from "./outcome-columns.ts";

/** What happened in Tavus to one that was deleted here. */
export type RemovedFromTavus = "kept" | "deleted" | "alreadyGone";

/** `unsettled`: Tavus has not confirmed it, with why as far as that is known. */
export type Removal = {
  tavus: RemovedFromTavus | "unsettled";
  /** Which object in Tavus that says; absent: none was known. */
  remoteId?: string | undefined;
  failure?: Failure | undefined;
  /** Who deleted it. */
  userId?: string | undefined;
};

/**
 * Links of records that were deleted here: they stay, so that nothing brings those back. Their state is `missing` when
 * Tavus has it no more, with the failure `notFound` when it was gone there before.
 */
export function createRemovals(database: Database, kind: string) {
  const { kysely, engine } = database;

  /** One whose removal has not ended: whoever is late with it leaves alone what another process has noted. */
  const stillToRemove = (key: LinkKey, how: Parameters<typeof changeOne>[2]) =>
    changeOne(kysely, key, how).where("remove_remote", "=", 1);

  /** Somebody has deleted the record here only while this was deleted in Tavus, which is more. */
  async function deletedToo(
    on: Database["kysely"],
    key: LinkKey,
    { tavus, remoteId, failure, userId }: Removal,
  ): Promise<void> {
    if (tavus === "kept" || remoteId === undefined) return;
    const nowMs = database.now();
    const name = tavus === "unsettled" ? "removalPutOff" : "removedInTavus";
    await changeOne(on, key, { name, kind, nowMs, nextAttemptMs: null })
      .set({
        ...(tavus === "unsettled" ? { remove_remote: 1, ...fromTheStart(nowMs) } : noFailure),
        ...(tavus === "unsettled" && userId !== undefined ? { user_id: userId } : {}),
        ...(tavus === "alreadyGone" ? { failure_kind: "notFound" } : {}),
        ...(failure ? failureColumns(failure, nowMs) : {}),
      })
      .where("remote_id", "=", remoteId)
      .where("remove_remote", "=", 0)
      .where("state", "<>", "missing")
      .execute();
  }

  return {
    /**
     * The record is deleted, in the caller's transaction. False: it was deleted already, or has another object in Tavus by now than
     * `remoteId`. `unsettled`: what is in Tavus, or turns out to be, is to be deleted there too, and `userId` told how that ended.
     * Deleted here only at this very moment, it is noted all the same what has become of it in Tavus.
     */
    async deleted(
      on: Database["kysely"],
      key: LinkKey,
      { tavus, remoteId, failure, userId }: Removal,
    ): Promise<boolean> {
      const nowMs = database.now();
      const at = isoTime(nowMs);
      const result = await changeOne(on, key, { name: transitionFor(tavus), kind, nowMs })
        .set({
          gone_at: at,
          ...(tavus === "unsettled" ? { remove_remote: removable, tries: 0, unsettled_since: at } : {}),
          ...(userId === undefined ? {} : { user_id: userId }),
          ...(tavus === "deleted" || tavus === "alreadyGone" ? noFailure : {}),
          ...(tavus === "alreadyGone" ? { failure_kind: "notFound" } : {}),
          ...(failure ? failureColumns(failure, nowMs) : {}),
        })
        .$if(tavus !== "kept" && remoteId !== undefined, (query) =>
          query.where("remote_id", "=", remoteId ?? ""),
        )
        .executeTakeFirst();
      if (result.numUpdatedRows > 0n) return true;
      await deletedToo(on, key, { tavus, remoteId, failure, userId });
      return false;
    },

    /**
     * The record is here again, in the caller's transaction, and `userId` is told how it goes on. One that is missing because
     * it was deleted in Tavus too is made there anew; one that was missing before (`wasMissing`) stays so. False: it is not
     * gone, or its object in Tavus has become another record's.
     */
    async restored(
      on: Database["kysely"],
      key: LinkKey,
      { state, wasMissing, userId }: { state: LinkState; wasMissing: boolean; userId: string },
    ): Promise<boolean> {
      const nowMs = database.now();
      const name = state !== "missing" ? "restored" : wasMissing ? "restoredMissing" : "restoredAnew";
      const hasObject = state === "linked" || name === "restoredMissing";
      const { numUpdatedRows } = await changeOne(on, key, { name, kind, nowMs })
        .set({
          gone_at: null,
          remove_remote: 0,
          user_id: userId,
          ...fromTheStart(nowMs),
          ...(name === "restoredAnew" ? { ...noFailure, ...forgottenObject, ...asked(userId) } : {}),
          ...(state === "linked" ? noFailure : {}),
        })
        .where("state", "=", state)
        .$if(hasObject, (query) => query.where("remote_id", "is not", null))
        .executeTakeFirst();
      if (numUpdatedRows > 0n && name !== "restoredMissing") await endPromiseOf(on, { ...key, kind });
      return numUpdatedRows > 0n;
    },

    /**
     * Those whose attempt has ended or died and that are to be deleted in Tavus too, put off by `againInMs` so that a dead
     * process costs only that. None of a team that the bot was removed from, nor of `except`.
     */
    async claimDue(limit: number, againInMs: number, except: readonly string[] = []): Promise<Link[]> {
      const nowMs = database.now();
      const due = sql`
        select tenant_id, subject_id from links
        where subject_kind = ${kind} and remove_remote = 1 and gone_at is not null and ${isFree(nowMs)}
          and (next_attempt_at is null or next_attempt_at <= ${isoTime(nowMs)}) and ${isInTenantThatIsHere}
          and ${database.serves("links.tenant_id")} and ${isNotOf(except)}
        order by gone_at limit ${limit} ${lockedFor(engine)}`;
      const rows = await kysely
        .with("due", () => sql<{ tenant_id: string; subject_id: string }>`(${due})`)
        .updateTable("links")
        .set(change("removalPutOff", { nowMs, nextAttemptMs: nowMs + againInMs }))
        .where("subject_kind", "=", kind)
        .where(sql<boolean>`(tenant_id, subject_id) in (select tenant_id, subject_id from due)`)
        .where(mayChange("removalPutOff"))
        .returningAll()
        .execute();
      return rows.map(readLink);
    },

    /** Nothing was found, but a lost request may still finish: to be searched for again. */
    async putOff(key: LinkKey, untilMs: number): Promise<void> {
      const options = { nowMs: database.now(), nextAttemptMs: untilMs };
      await stillToRemove(key, { name: "removalPutOff", kind, ...options }).execute();
    },

    /** Tavus did not delete it this time. */
    async failed(key: LinkKey, { failure, untilMs }: { failure: Failure; untilMs: number }): Promise<void> {
      const nowMs = database.now();
      await stillToRemove(key, { name: "removalPutOff", kind, nowMs, nextAttemptMs: untilMs })
        .set({ ...failureColumns(failure, nowMs), tries: sql<number>`tries + 1` })
        .execute();
    },

    /** Tavus keeps it, and it is not tried again. */
    async givenUp(key: LinkKey, failure: Failure): Promise<void> {
      const nowMs = database.now();
      await stillToRemove(key, { name: "removalGivenUp", kind, nowMs })
        .set({ ...failureColumns(failure, nowMs), remove_remote: 0 })
        .execute();
    },

    /** What was to be deleted in Tavus is gone there, or was never there. False: the record is here again, or that is known. */
    async ended(key: LinkKey, how: "deleted" | "neverThere"): Promise<boolean> {
      const name = how === "deleted" ? "removedInTavus" : "neverInTavus";
      const { numUpdatedRows } = await stillToRemove(key, { name, kind, nowMs: database.now() })
        .set({ ...noFailure, remove_remote: 0 })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** What was deleted here only may be linked again: its link lets go of the Tavus id. What is on its way out of Tavus goes. */
    async release(tenantId: string, remoteId: string): Promise<void> {
      await kysely
        .updateTable("links")
        .set({ remote_id: null })
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("remote_id", "=", remoteId)
        .where("gone_at", "is not", null)
        .where("remove_remote", "=", 0)
        .execute();
    },
  };
}

/** Of one that no request of ours has made or may make there is nothing to delete, and nothing to tell of that. */
const removable = sql<number>`case when remote_id is null and outcome_unknown = 0 and unknown_attempts = '[]'
  then 0 else 1 end`;

function transitionFor(tavus: RemovedFromTavus | "unsettled") {
  if (tavus === "unsettled") return "deletedUnsettled";
  return tavus === "kept" ? "deleted" : "deletedInTavusToo";
}

/** Deletes a record whose Tavus object is over for good, with its link and whose that was. */
export function removeWithLink(
  { kysely }: Pick<Database, "kysely">,
  { kind, table }: { kind: string; table: "conversations" | "landing_pages" },
  { tenantId, id }: LinkKey,
): Promise<void> {
  return kysely.transaction().execute(async (on) => {
    const link = await on
      .deleteFrom("links")
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", kind)
      .where("subject_id", "=", id)
      .returning("remote_id")
      .executeTakeFirst();
    if (link?.remote_id)
      await on
        .deleteFrom("owners")
        .where("subject_kind", "=", kind)
        .where("remote_id", "=", link.remote_id)
        .execute();
    await on.deleteFrom(table).where("tenant_id", "=", tenantId).where("id", "=", id).execute();
  });
}
