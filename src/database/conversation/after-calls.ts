import { type SqlBool, sql } from "kysely";
import { lockedFor } from "../link/link-queue.ts";
import { type LinkKey, readTime } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { AfterCallRow } from "./after-call-row.ts";

/** A call that is over. Times are Unix ms. */
export type AfterCall = {
  tenantId: string;
  id: string;
  userId: string;
  personaId: string;
  personaName: string;
  remoteId: string;
  keyTag: string | undefined;
  beganMs: number;
  endedMs: number;
  endReason: string;
  why: string | undefined;
  transcript: string | undefined;
  foundMs: number | undefined;
  lookTries: number;
  lookMs: number | undefined;
};

export type AfterCallStore = ReturnType<typeof createAfterCallStore>;

/** What comes after calls, of every team. */
export function createAfterCallStore(database: Database) {
  const { kysely, engine } = database;
  const ofCall = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("after_calls").where("tenant_id", "=", tenantId).where("id", "=", id);
  const kept = (tenantId: string) =>
    kysely
      .selectFrom("after_calls")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .where("found_at", "is not", null);

  return {
    /**
     * Calls that are to be looked after now, put off by `againInMs` so that a dead process costs only that. Without those of these teams,
     * and without these.
     */
    async claimDue(
      limit: number,
      againInMs: number,
      { teams, ids }: { teams: readonly string[]; ids: readonly string[] } = { teams: [], ids: [] },
    ): Promise<AfterCall[]> {
      const nowMs = database.now();
      const others = [
        ...(teams.length > 0 ? [sql`and tenant_id not in (${sql.join(teams)})`] : []),
        ...(ids.length > 0 ? [sql`and id not in (${sql.join(ids)})`] : []),
      ];
      const due = sql<{ tenant_id: string; id: string }>`(
        select tenant_id, id from after_calls where look_at <= ${isoTime(nowMs)}
          and ${database.serves("after_calls.tenant_id")} ${sql.join(others, sql` `)}
        order by look_at limit ${limit} ${lockedFor(engine)})`;
      const rows = await kysely
        .with("due", () => due)
        .updateTable("after_calls")
        .set({ look_at: isoTime(nowMs + againInMs) })
        .where(sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`)
        .where("look_at", "<=", isoTime(nowMs))
        .returningAll()
        .execute();
      return rows.map(readAfterCall);
    },

    /** Its transcript came. It is still to be told. False: it came before, or the call is not here any more. */
    async found(key: LinkKey, { why, transcript }: { why: string; transcript: string }): Promise<boolean> {
      const { numUpdatedRows } = await ofCall(key)
        .set({ why, transcript, found_at: isoTime(database.now()), look_tries: 0 })
        .where("found_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /**
     * It is about to be told, which takes up to `withinMs`: nobody else tells it before that, and what Tavus calls about has no one look
     * at it. Resolves with when the lease ends (Unix ms); undefined: somebody else has taken it, or it is not here any more.
     */
    async telling(
      { lookMs = 0, ...key }: AfterCall,
      { why, withinMs }: { why: string; withinMs: number },
    ): Promise<number | undefined> {
      const untilMs = database.now() + withinMs;
      const { numUpdatedRows } = await ofCall(key)
        .set({ why, look_at: isoTime(untilMs) })
        .where("look_at", "=", isoTime(lookMs))
        .executeTakeFirst();
      return numUpdatedRows > 0n ? untilMs : undefined;
    },

    /** Whether nobody else has taken it since it was about to be told. */
    async isTelling({ tenantId, id, lookMs = 0 }: AfterCall): Promise<boolean> {
      const held = await kysely
        .selectFrom("after_calls")
        .select("id")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("look_at", "=", isoTime(lookMs))
        .executeTakeFirst();
      return held !== undefined;
    },

    /** Ends a look in vain; one that somebody asked for meanwhile stays due. */
    async lookAgain(
      { lookMs = 0, ...key }: AfterCall,
      { atMs, tries }: { atMs: number; tries: number },
    ): Promise<void> {
      await ofCall(key)
        .set({ look_at: isoTime(atMs), look_tries: tries })
        .where("look_at", "=", isoTime(lookMs))
        .execute();
    },

    /**
     * Somebody says that there is something to be seen of the room with this address for callbacks. False: there is no such room
     * here; of one that is open, told already, or being told, nothing changes.
     */
    async lookNow(callbackHash: string): Promise<boolean> {
      const room = await kysely
        .selectFrom("conversations")
        .select(["tenant_id", "id"])
        .where("callback_hash", "=", callbackHash)
        .executeTakeFirst();
      if (!room) return false;
      await ofCall({ tenantId: room.tenant_id, id: room.id })
        .set({ look_at: isoTime(database.now()) })
        .where("look_at", "is not", null)
        .where("why", "is", null)
        .execute();
      return true;
    },

    async told(key: LinkKey): Promise<void> {
      await ofCall(key).set({ look_at: null }).execute();
    },

    /** What somebody else has taken meanwhile stays: they may have found its transcript. */
    async remove({ tenantId, id, lookMs = 0 }: AfterCall): Promise<void> {
      await kysely
        .deleteFrom("after_calls")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("look_at", "=", isoTime(lookMs))
        .execute();
    },

    /** One whose transcript is kept. */
    async find({ tenantId, id }: LinkKey): Promise<AfterCall | undefined> {
      const row = await kept(tenantId).where("id", "=", id).executeTakeFirst();
      return row && readAfterCall(row);
    },

    /** The newest of a person's calls with a persona whose transcript is kept. */
    async newestOf(tenantId: string, userId: string, personaId: string): Promise<AfterCall | undefined> {
      const row = await kept(tenantId)
        .where("user_id", "=", userId)
        .where("persona_id", "=", personaId)
        .orderBy("ended_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && readAfterCall(row);
    },

    /** A team's kept transcripts by their ids, for its export. */
    async exportPage(tenantId: string, afterId: string, limit: number): Promise<AfterCall[]> {
      const rows = await kept(tenantId).where("id", ">", afterId).orderBy("id").limit(limit).execute();
      return rows.map(readAfterCall);
    },

    /** Teams that keep transcripts: since when the oldest lies there (Unix ms), and how many days they keep them. */
    async listKept(): Promise<{ tenantId: string; oldestMs: number; days: number | null }[]> {
      const rows = await kysely
        .selectFrom("after_calls as kept")
        .leftJoin("tenant_settings as settings", "settings.tenant_id", "kept.tenant_id")
        .select(({ fn }) => [
          "kept.tenant_id",
          fn.min("kept.found_at").as("oldest"),
          fn.max("settings.transcript_days").as("days"),
        ])
        .where("kept.found_at", "is not", null)
        .groupBy("kept.tenant_id")
        .execute();
      return rows.map(({ tenant_id: tenantId, oldest, days }) => {
        return { tenantId, oldestMs: Date.parse(oldest ?? ""), days: days === null ? null : Number(days) };
      });
    },

    /**
     * Deletes a team's transcripts that came before then, or all. One of which its person is still to be told goes after that, unless
     * it was to be looked after before `neglectedMs`, and nobody does: no process serves its team any more.
     */
    async purge(
      tenantId: string,
      { foundBeforeMs, neglectedMs }: { foundBeforeMs: number | undefined; neglectedMs: number },
    ): Promise<number> {
      const ofTeam = kysely
        .deleteFrom("after_calls")
        .where("tenant_id", "=", tenantId)
        .where(({ or, eb }) => or([eb("look_at", "is", null), eb("look_at", "<", isoTime(neglectedMs))]))
        .where("found_at", "is not", null);
      const old =
        foundBeforeMs === undefined ? ofTeam : ofTeam.where("found_at", "<", isoTime(foundBeforeMs));
      const { numDeletedRows } = await old.executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

type NewAfterCall = Omit<AfterCall, "why" | "transcript" | "foundMs" | "lookTries" | "lookMs"> & {
  lookMs: number;
};

/** The row of a call that has just ended, to be looked after at `lookMs` (Unix ms). */
export function newAfterCall(call: NewAfterCall): AfterCallRow {
  return {
    tenant_id: call.tenantId,
    id: call.id,
    user_id: call.userId,
    persona_id: call.personaId,
    persona_name: call.personaName,
    remote_id: call.remoteId,
    key_tag: call.keyTag ?? null,
    began_at: isoTime(call.beganMs),
    ended_at: isoTime(call.endedMs),
    end_reason: call.endReason,
    why: null,
    transcript: null,
    found_at: null,
    look_tries: 0,
    look_at: isoTime(call.lookMs),
  };
}

function readAfterCall(row: AfterCallRow): AfterCall {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    userId: row.user_id,
    personaId: row.persona_id,
    personaName: row.persona_name,
    remoteId: row.remote_id,
    keyTag: row.key_tag ?? undefined,
    beganMs: Date.parse(row.began_at),
    endedMs: Date.parse(row.ended_at),
    endReason: row.end_reason,
    why: row.why ?? undefined,
    transcript: row.transcript ?? undefined,
    foundMs: readTime(row.found_at),
    lookTries: row.look_tries,
    lookMs: readTime(row.look_at),
  };
}
