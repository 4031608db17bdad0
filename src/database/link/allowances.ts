import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { type Amounts, limitInTheWay, reserveWithin } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";
import { changeOne, isFree, mayChange } from "./change.ts";
import { type Link, type LinkKey, readLink } from "./link-record.ts";
import { failureColumns } from "./outcome-columns.ts";

/** What making one object takes of which daily limit. */
export type MakingLimit = { kind: string; amount: number; limit: Amounts };
/** By kind of object; the making of one that is not named here takes nothing. */
export type MakingLimits = ReadonlyMap<string, MakingLimit>;

/** More wait for the next round, so that nobody else waits for long. */
const mostAtOnce = 50;

/**
 * What the making of objects takes from daily limits, once for each making: no attempt to make one is opened without it. A
 * further try of the same making takes nothing more, whether the one before was lost or certainly failed; when it is linked,
 * the allowance is used up. Whoever typed a new one has had it taken in the commit that saved it.
 */
export function createAllowances(database: Database) {
  const { kysely } = database;

  /** What is due to be made and not taken from a limit yet: retried after it was unlinked, gone in Tavus or refused. */
  async function untaken(tenantId: string): Promise<Link[]> {
    const nowMs = database.now();
    const rows = await kysely
      .selectFrom("links")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .where("next_attempt_at", "<=", isoTime(nowMs))
      .where("outcome_unknown", "=", sql.lit(0))
      .where("state", "=", sql.lit("pending"))
      .where("allowance", "is", null)
      .where(mayChange("opened"))
      .where(isFree(nowMs))
      .orderBy("next_attempt_at")
      .limit(mostAtOnce)
      .execute();
    return rows.map(readLink);
  }

  /** True: the limit is in the way, and so it is said of the link. */
  function takeOrRefuse(link: Link, making: MakingLimit | undefined): Promise<boolean> {
    return kysely.transaction().execute(async (on) => {
      const id = `${link.id}.${link.attempt}`;
      const which = making && (await limitInTheWayOf(on, link, { ...making, id }));
      const change = which ? refuse(on, link, which) : take(on, link, id);
      const { numUpdatedRows } = await change.executeTakeFirst();
      return which !== undefined && numUpdatedRows > 0n;
    });
  }

  async function limitInTheWayOf(
    on: Database["kysely"],
    { tenantId, askedBy, userId }: Link,
    { id, ...making }: MakingLimit & { id: string },
  ): Promise<Refusal | undefined> {
    const reservation = { ...making, id, userId: askedBy ?? userId };
    const { isReserved, used } = await reserveWithin(on, { database, tenantId, reservation });
    if (isReserved) return undefined;
    const which = limitInTheWay(making, used);
    return { which, most: making.limit[which] };
  }

  function take(on: Database["kysely"], link: Link, allowance: string) {
    return on
      .updateTable("links")
      .set({ allowance })
      .where("tenant_id", "=", link.tenantId)
      .where("subject_kind", "=", link.kind)
      .where("subject_id", "=", link.id)
      .where("allowance", "is", null);
  }

  function refuse(on: Database["kysely"], link: Link, { which, most }: Refusal) {
    const nowMs = database.now();
    const failure = { kind: `${which}Limit`, words: String(most), incident: null };
    return changeOne(on, link, { name: "overLimit", kind: link.kind, nowMs })
      .set(failureColumns(failure, nowMs))
      .where("outcome_unknown", "=", 0)
      .where("allowance", "is", null);
  }

  return {
    /**
     * Takes from the limits what is due to be made in a team. Where a limit is in the way it fails, with the limit as its
     * cause; those are returned. `isMore`: there was so much that some is left.
     */
    async takeDue(tenantId: string, limits: MakingLimits): Promise<{ refused: Link[]; isMore: boolean }> {
      const due = await untaken(tenantId);
      const refused: Link[] = [];
      for (const link of due) if (await takeOrRefuse(link, limits.get(link.kind))) refused.push(link);
      return { refused, isMore: due.length === mostAtOnce };
    },

    /** What was refused or given up takes nothing of a limit, unless a lost request may have made it after all. */
    async giveBack(kind: string, { tenantId, id }: LinkKey): Promise<void> {
      await kysely.transaction().execute(async (on) => {
        const isMadeNever = sql<boolean>`state = 'failed' and outcome_unknown = 0 and unknown_attempts = '[]'`;
        const link = await on
          .selectFrom("links")
          .select("allowance")
          .where("tenant_id", "=", tenantId)
          .where("subject_kind", "=", kind)
          .where("subject_id", "=", id)
          .where(isMadeNever)
          .executeTakeFirst();
        if (!link?.allowance) return;
        await on
          .updateTable("links")
          .set({ allowance: null })
          .where("tenant_id", "=", tenantId)
          .where("subject_kind", "=", kind)
          .where("subject_id", "=", id)
          .where(isMadeNever)
          .execute();
        await on
          .deleteFrom("usage")
          .where("tenant_id", "=", tenantId)
          .where("reservation_id", "=", link.allowance)
          .execute();
      });
    },
  };
}

type Refusal = { which: keyof Amounts; most: number };
