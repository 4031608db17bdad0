import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { handingOver } from "../promised.ts";
import { change, changeOne, isFree, mayChange } from "./change.ts";
import type { AttemptKey, Link, LinkKey } from "./link-record.ts";
import { asked, fromTheStart } from "./outcome-columns.ts";

/** What keeps links waiting, as a warning names it: a topic that is more than the cause means only some of its links. */
export type Failing = { cause: string; topic: string };

/** Not in Tavus, or not in step with it, for this cause. */
export function failsFor({ cause, topic }: Failing): RawBuilder<SqlBool> {
  return sql<SqlBool>`links.failure_kind = ${cause} and links.gone_at is null
    and (links.state <> 'linked' or links.pushed_revision < links.revision)
    and (${topic === cause ? 1 : 0} = 1 or links.failure_topic = ${topic})`;
}

/**
 * Makes links due, as if for the first time. Each returns how many. `askedBy` is whose daily limit is taken from where that
 * means making one in Tavus; absent: that of whoever typed it.
 */
export function createDueStore(database: Database, kind: string) {
  const { kysely } = database;

  async function makeAllDue(
    tenantId: string,
    which: RawBuilder<SqlBool>,
    askedBy: string | undefined,
  ): Promise<number> {
    const nowMs = database.now();
    const result = await kysely
      .updateTable("links")
      .set({ ...change("madeDue", { nowMs }), ...fromTheStart(nowMs), ...asked(askedBy) })
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", kind)
      .where(mayChange("madeDue"))
      .where(which)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  return {
    /** Retry. Does nothing to one that is in step with Tavus. */
    makeDue(key: LinkKey, askedBy?: string): Promise<boolean> {
      const nowMs = database.now();
      return handingOver(kysely, { ...key, kind }, async (on) => {
        const result = await changeOne(on, key, { name: "madeDue", kind, nowMs })
          .set({ ...fromTheStart(nowMs), ...asked(askedBy) })
          .where(sql<SqlBool>`(state in ('pending', 'failed') or pushed_revision < revision)`)
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      });
    },

    /**
     * Retry for everything that waits for its turn or was given up. What Tavus refused needs a change first, and what
     * somebody unlinked is left as it is.
     */
    makeWaitingDue(tenantId: string, askedBy?: string): Promise<number> {
      return makeAllDue(
        tenantId,
        sql<SqlBool>`gone_at is null and (state = 'pending' or (state = 'linked' and pushed_revision < revision)
          or (state = 'failed' and failure_kind not in ('rejected', 'unlinked')))`,
        askedBy,
      );
    },

    /** Retry for everything that waits for one cause. What is gone in Tavus is left to people. */
    makeFailingDue(tenantId: string, failing: Failing, askedBy?: string): Promise<number> {
      return makeAllDue(tenantId, sql<SqlBool>`state <> 'missing' and ${failsFor(failing)}`, askedBy);
    },

    async countFailing(tenantId: string, failing: Failing): Promise<number> {
      const row = await kysely
        .selectFrom("links")
        .select((select) => select.fn.countAll().as("count"))
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where(failsFor(failing))
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    /** All that is not linked and that nobody is at; whoever was told of them is not told again. */
    async makeUnlinkedDue(tenantId: string, askedBy?: string): Promise<number> {
      const nowMs = database.now();
      const result = await kysely
        .updateTable("links")
        .set({ ...change("madeDueBySync", { nowMs }), ...fromTheStart(nowMs), ...asked(askedBy) })
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where(mayChange("madeDueBySync"))
        .where(sql<SqlBool>`gone_at is null and state in ('pending', 'failed') and remote_id is null`)
        .where(isFree(nowMs))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /**
     * Tavus is to hold what is here, over what `base` says was seen there. False: it was changed here, or sent, since
     * `link` was read, or is being sent. `isOneOfMany`: its person is told of all of them, not of this one.
     */
    async resolveWithOurs(
      { attempt, revision, remoteId = "", ...key }: AttemptKey & Pick<Link, "revision" | "remoteId">,
      { base, differs, isOneOfMany = false }: { base: string; differs: string; isOneOfMany?: boolean },
    ): Promise<boolean> {
      const nowMs = database.now();
      const resolve = async (on: Database["kysely"]) => {
        const name = isOneOfMany ? "allResolvedWithOurs" : "resolvedWithOurs";
        const result = await changeOne(on, key, { name, kind, nowMs })
          .set({ pushed_revision: 0, base, differs: differs || null, ...fromTheStart(nowMs) })
          .where("remote_id", "=", remoteId)
          .where("revision", "=", revision)
          .where("attempt", "=", attempt)
          .where(isFree(nowMs))
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      };
      return isOneOfMany ? resolve(kysely) : handingOver(kysely, { ...key, kind }, resolve);
    },
  };
}
