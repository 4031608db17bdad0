import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { isoTime, untilTheyReturn } from "../times.ts";
import type { Secrets } from "./secrets.ts";
import type { OwedRow } from "./team-rows.ts";

export type OwedKey = { tenantId: string; deliveryId: string };
/** `standsAt`: where the answer stands that this is to replace; `answerSealed`: the same as it is kept. */
export type OwedAnswer = OwedKey & {
  userId: string;
  replyJson: string;
  standsAt?: string | undefined;
  answerSealed?: string | undefined;
};
/** Teams, and how the ids of others begin. */
export type Except = { teams: readonly string[]; beginning: readonly string[] };
/** Nobody else tells it before then (Unix ms). */
export type ClaimedAnswer = OwedAnswer & { heldUntilMs: number };

export type OwedStore = ReturnType<typeof createOwedStore>;

/** Answers that people were promised, one for each interaction. Without `secrets` nobody learns where an announcement stands. */
export function createOwedStore(database: Database, secrets?: Secrets) {
  const { kysely } = database;

  async function write(
    { tenantId, deliveryId, userId, replyJson, answerSealed }: OwedAnswer,
    tellAt: string,
  ): Promise<void> {
    const told = {
      reply_json: replyJson,
      tell_at: tellAt,
      ...(answerSealed !== undefined && { standing_sealed: answerSealed }),
    };
    const key = { tenant_id: tenantId, delivery_id: deliveryId, user_id: userId };
    await kysely
      .insertInto("owed")
      .values({ standing_sealed: null, ...key, ...told, created_at: isoTime(database.now()) })
      .onConflict((conflict) => conflict.columns(["tenant_id", "delivery_id"]).doUpdateSet(told))
      .execute();
  }

  function oneOf({ tenantId, deliveryId }: OwedKey) {
    return kysely.updateTable("owed").where("tenant_id", "=", tenantId).where("delivery_id", "=", deliveryId);
  }

  function standingOf({ tenant_id, standing_sealed: sealed }: OwedRow): string | undefined {
    return sealed === null ? undefined : secrets?.open(tenant_id, sealed);
  }

  return {
    /** The database's clock, Unix ms. */
    now: () => database.now(),

    /** Owes this answer, in place of what was owed for the same interaction; it is told in `inMs`. */
    owe: (answer: OwedAnswer, inMs: number) => write(answer, isoTime(database.now() + inMs)),

    /** The same of a person who takes no direct messages: kept for their next command. */
    oweOnReturn: (answer: OwedAnswer) => write(answer, untilTheyReturn),

    /** Nobody tells it before that, and no sooner than was said before. Resolves with when it is (Unix ms). */
    async putOff(key: OwedKey, inMs: number): Promise<number> {
      const untilMs = database.now() + inMs;
      await oneOf(key)
        .set({ tell_at: isoTime(untilMs) })
        .where("tell_at", "<", isoTime(untilMs))
        .modifyEnd(repeatable)
        .execute();
      return untilMs;
    },

    /** Whoever has it lets it go: it is due. With `heldUntilMs` only where nobody has claimed it since. */
    async letGo({ heldUntilMs, ...key }: OwedKey & { heldUntilMs?: number }): Promise<void> {
      const held = oneOf(key).set({ tell_at: isoTime(database.now()) });
      const ours = heldUntilMs === undefined ? held : held.where("tell_at", "=", isoTime(heldUntilMs));
      await ours.modifyEnd(repeatable).execute();
    },

    /**
     * Claims one anew that was held until then. Resolves with when the new claim ends (Unix ms); undefined: another process has it, or
     * has told it.
     */
    async claimAgain(key: OwedKey, heldUntilMs: number, leaseMs: number): Promise<number | undefined> {
      const nowMs = database.now();
      const { numUpdatedRows } = await oneOf(key)
        .set({ tell_at: isoTime(nowMs + leaseMs) })
        .where("tell_at", "<=", isoTime(Math.max(nowMs, heldUntilMs)))
        .executeTakeFirst();
      return numUpdatedRows > 0n ? nowMs + leaseMs : undefined;
    },

    /** Of what is owed, an announcement stands there. */
    async stands(key: OwedKey, standsAt: string): Promise<void> {
      if (!secrets) return;
      await oneOf(key)
        .set({ standing_sealed: secrets.seal(key.tenantId, standsAt) })
        .modifyEnd(repeatable)
        .execute();
    },

    /** With `replyJson` only where that is what is owed. */
    async settle({ tenantId, deliveryId, replyJson }: OwedKey & { replyJson?: string }): Promise<void> {
      const owed = kysely
        .deleteFrom("owed")
        .where("tenant_id", "=", tenantId)
        .where("delivery_id", "=", deliveryId);
      await (replyJson === undefined ? owed : owed.where("reply_json", "=", replyJson)).execute();
    },

    /** Up to `limit` answers that are to be told now, of none of those teams; nobody else is given them for `leaseMs`. */
    async claimDue(
      limit: number,
      leaseMs: number,
      { teams, beginning }: Except = { teams: [], beginning: [] },
    ): Promise<ClaimedAnswer[]> {
      const now = isoTime(database.now());
      const heldUntilMs = database.now() + leaseMs;
      const due = kysely
        .selectFrom("owed")
        .select(["tenant_id", "delivery_id"])
        .where("tell_at", "<=", now)
        .where(database.serves("owed.tenant_id"))
        .where(isNotOf(teams))
        .where(({ and, eb }) => and(beginning.map((prefix) => eb("tenant_id", "not like", `${prefix}%`))))
        .orderBy("tell_at")
        .limit(limit);
      const rows = await kysely
        .updateTable("owed")
        .set({ tell_at: isoTime(heldUntilMs) })
        .where(({ eb, refTuple }) =>
          eb(refTuple("tenant_id", "delivery_id"), "in", due.$asTuple("tenant_id", "delivery_id")),
        )
        // On PostgreSQL another process may have taken it while this one waited for the row.
        .where("tell_at", "<=", now)
        .returningAll()
        .execute();
      return rows.map((row) => ({ ...fromRow(row), standsAt: standingOf(row), heldUntilMs }));
    },

    /** Removes up to `limit` answers that have waited for their person's next command for more than `keptMs`; returns how many. */
    async purgeUnheard(keptMs: number, limit: number): Promise<number> {
      const oldest = kysely
        .selectFrom("owed")
        .select(["tenant_id", "delivery_id"])
        .where("tell_at", "=", untilTheyReturn)
        .where("created_at", "<", isoTime(database.now() - keptMs))
        .orderBy("created_at")
        .limit(limit);
      const { numDeletedRows } = await kysely
        .deleteFrom("owed")
        .where(({ eb, refTuple }) =>
          eb(refTuple("tenant_id", "delivery_id"), "in", oldest.$asTuple("tenant_id", "delivery_id")),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    /** What one person is to be told at their next command. */
    async owedTo(tenantId: string, userId: string, limit: number): Promise<OwedAnswer[]> {
      const rows = await kysely
        .selectFrom("owed")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("user_id", "=", userId)
        .where("tell_at", "=", untilTheyReturn)
        .orderBy("created_at")
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
  };
}

function fromRow(row: OwedRow): OwedAnswer {
  return {
    tenantId: row.tenant_id,
    deliveryId: row.delivery_id,
    userId: row.user_id,
    replyJson: row.reply_json,
  };
}
