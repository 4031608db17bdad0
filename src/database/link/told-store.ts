import { type Kysely, type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import type { Tables } from "../tables.ts";
import { isoTime, untilTheyReturn } from "../times.ts";
import { tellingMs } from "./change.ts";
import type { LinkKey } from "./link-record.ts";
import { type FirstReading, firstRead } from "./reading-store.ts";

/** Longer than the lease of whoever settles a link, so that it shows that somebody is telling. */
const claimedMs = 5 * tellingMs;

/** Whose link it is, and as of which revision and attempt a person was told of it, as far as the teller knows. */
export type ToldKey = LinkKey & { revision?: number | undefined; attempt?: number | undefined };
export type Told = { key: ToldKey; reading?: FirstReading | undefined };

/** Nobody has asked for anything since it ended that is still to be done. */
const isOver = sql<SqlBool>`(tell_lease_until is not null or state in ('failed', 'missing')
  or state = 'linked' and (pushed_revision >= revision or next_attempt_at is null))`;

/** Stores what people have been told. */
export function createToldStore(database: Database, kind: string) {
  const { kysely } = database;
  const ofLink = ({ tenantId, id }: LinkKey, executor: Kysely<Tables> = kysely) =>
    executor
      .updateTable("links")
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", kind)
      .where("subject_id", "=", id);
  /** What somebody has asked for since is not what was told. */
  const asTold = ({ revision, attempt, ...key }: ToldKey, executor: Kysely<Tables> = kysely) =>
    ofLink(key, executor)
      .where(isOver)
      .$if(revision !== undefined, (query) => query.where("revision", "=", revision ?? 0))
      .$if(attempt !== undefined, (query) => query.where("attempt", "=", attempt ?? 0));

  return {
    /**
     * People know how these ended, and perhaps what was read of one: of many teams in one commit, by statements whose texts are
     * always the same and kept prepared. Whoever has asked for more since is still owed that.
     */
    async allTold(told: readonly Told[]): Promise<void> {
      await kysely.transaction().execute(async (transaction) => {
        for (const { key, reading } of told) {
          await asTold(key, transaction)
            .set({
              ...{ told_at: isoTime(database.now()), tell_lease_until: null, answer_sealed: null },
              ...(reading && firstRead(reading)),
            })
            .execute();
        }
      });
    },

    /** What was to tell them did not reach them: they are told otherwise, by the sweep at the latest. */
    async oweAgain(key: LinkKey): Promise<void> {
      await ofLink(key)
        .set({ told_at: null, tell_lease_until: isoTime(database.now() + tellingMs) })
        .where("gone_at", "is", null)
        .modifyEnd(repeatable)
        .execute();
    },

    /**
     * Whoever has just ended it tells the person now, and nobody else does meanwhile. False: the person knows, or somebody tells
     * them, or the sweep is about to.
     */
    async claimTelling(key: LinkKey): Promise<boolean> {
      const nowMs = database.now();
      const { numUpdatedRows } = await ofLink(key)
        .set({ tell_lease_until: isoTime(nowMs + claimedMs) })
        .where("told_at", "is", null)
        .where("tell_lease_until", ">", isoTime(nowMs))
        .where("tell_lease_until", "<=", isoTime(nowMs + tellingMs))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Somebody waits for it once more: the answer to them is the one that is told how it ends, unless they know already. */
    async answersAt(key: LinkKey, answerSealed: string): Promise<void> {
      await ofLink(key)
        .set({ answer_sealed: answerSealed })
        .where("told_at", "is", null)
        .modifyEnd(repeatable)
        .execute();
    },

    /** The person takes no direct messages: kept for their next command. */
    async tellOnReturn(key: ToldKey): Promise<void> {
      await asTold(key)
        .set({ tell_lease_until: untilTheyReturn, answer_sealed: null })
        .where("told_at", "is", null)
        .modifyEnd(repeatable)
        .execute();
    },

    /** What one person is to be told at their next command: the ids. */
    async owedTo(tenantId: string, userId: string, limit: number): Promise<string[]> {
      const rows = await kysely
        .selectFrom("links")
        .select("subject_id")
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("user_id", "=", userId)
        .where("told_at", "is", null)
        .where("tell_lease_until", "=", untilTheyReturn)
        .limit(limit)
        .execute();
      return rows.map(({ subject_id: id }) => id);
    },
  };
}
