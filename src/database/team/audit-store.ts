import { sql } from "kysely";
import { TeamForgottenError } from "../../errors.ts";
import { asWork } from "../../work.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { AuditRow } from "./team-rows.ts";

/** One thing that somebody did. Ids sort in the order in which they were made; `at` is UTC ISO-8601. */
export type AuditEntry = {
  id: string;
  at: string;
  userId: string;
  channelId: string | undefined;
  action: string;
  personaId: string | undefined;
  details: string;
};

/** `beganMs`: when the work that it tells of began, by which a team that was forgotten since is spared it. */
export type TeamEntry = { tenantId: string; entry: AuditEntry; beganMs: number };

/** What may go: rows made before `before` (Unix ms), and those beyond the `most` newest. At most `limit` at once. */
export type AuditPurge = { before: number; most: number; limit: number };

export type AuditSpan = {
  actions: readonly string[];
  sinceMs: number;
  untilMs: number;
  personaIds?: readonly string[];
  limit: number;
};

type Kysely = Database["kysely"];

export type AuditStore = ReturnType<typeof createAuditStore>;

/** The log of who did what, by team. */
export function createAuditStore({ kysely }: Database) {
  const newestFirst = (tenantId: string, limit: number) =>
    kysely
      .selectFrom("audit")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .limit(limit);

  return {
    /**
     * One commit, whichever teams' they are, and one statement for each: with all rows in one its text would be another
     * for every number of them, and each is kept prepared. An entry that is there already is left as it is, one of a team
     * that was forgotten is dropped.
     */
    async add(entries: readonly TeamEntry[]): Promise<void> {
      try {
        await addTogether(entries);
      } catch (error) {
        if (!(error instanceof TeamForgottenError)) throw error;
        if (entries.length > 1) for (const entry of entries) await this.add([entry]);
      }
    },

    async newest(tenantId: string, limit: number): Promise<AuditEntry[]> {
      return (await newestFirst(tenantId, limit).execute()).map(entryFrom);
    },

    async newestOfPersona(tenantId: string, personaId: string, limit: number): Promise<AuditEntry[]> {
      const rows = await newestFirst(tenantId, limit).where("persona_id", "=", personaId).execute();
      return rows.map(entryFrom);
    },

    /** Newest first: what concerned the whole team or, with `personaIds`, one of these personas. `sinceMs`, `untilMs`: Unix ms. */
    async lately(
      tenantId: string,
      { actions, sinceMs, untilMs, personaIds, limit }: AuditSpan,
    ): Promise<AuditEntry[]> {
      if (personaIds?.length === 0) return [];
      const span = newestFirst(tenantId, limit)
        .where("at", ">=", isoTime(sinceMs))
        .where("at", "<=", isoTime(untilMs))
        .where("action", "in", [...actions]);
      const rows = personaIds
        ? span.where("persona_id", "in", [...personaIds])
        : span.where("persona_id", "is", null);
      return (await rows.execute()).map(entryFrom);
    },

    /** Purges the team that comes after this one; returns which that was, or undefined behind the last one. */
    async purgeAfter(afterTenantId: string, purge: AuditPurge): Promise<string | undefined> {
      const next = await kysely
        .selectFrom("audit")
        .select("tenant_id")
        .where("tenant_id", ">", afterTenantId)
        .orderBy("tenant_id")
        .limit(1)
        .executeTakeFirst();
      if (next) await purgeTeam(next.tenant_id, purge);
      return next?.tenant_id;
    },
  };

  async function addTogether(entries: readonly TeamEntry[]): Promise<void> {
    await kysely.transaction().execute(async (transaction) => {
      for (const entry of entries) {
        await asWork(entry.beganMs, () => addWithin(transaction, entry));
      }
    });
  }

  async function purgeTeam(tenantId: string, { before, most, limit }: AuditPurge): Promise<void> {
    const [beyond] = await newestFirst(tenantId, 1).clearSelect().select(["at", "id"]).offset(most).execute();
    const old = isoTime(before);
    const mayGo =
      beyond && beyond.at >= old
        ? sql<boolean>`(at, id) <= (${beyond.at}, ${beyond.id})`
        : sql<boolean>`at < ${old}`;
    const oldest = kysely
      .selectFrom("audit")
      .select("id")
      .where("tenant_id", "=", tenantId)
      .where(mayGo)
      .orderBy("at")
      .orderBy("id")
      .limit(limit);
    await kysely.deleteFrom("audit").where("tenant_id", "=", tenantId).where("id", "in", oldest).execute();
  }
}

/** In the caller's transaction, so that it stands or falls with what it tells of. */
export async function addWithin(
  transaction: Kysely,
  told: Pick<TeamEntry, "tenantId" | "entry">,
): Promise<void> {
  await transaction
    .insertInto("audit")
    .values(rowFrom(told))
    .onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doNothing())
    .execute();
}

function rowFrom({ tenantId, entry }: Pick<TeamEntry, "tenantId" | "entry">): AuditRow {
  return {
    tenant_id: tenantId,
    id: entry.id,
    at: entry.at,
    user_id: entry.userId,
    channel_id: entry.channelId ?? null,
    action: entry.action,
    persona_id: entry.personaId ?? null,
    details: entry.details,
  };
}

function entryFrom(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    userId: row.user_id,
    channelId: row.channel_id ?? undefined,
    action: row.action,
    personaId: row.persona_id ?? undefined,
    details: row.details,
  };
}
