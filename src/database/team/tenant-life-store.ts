import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { newTenant } from "./tenant-store.ts";

/** What became of a team that was greeted: seen for the first time, back within the time it is kept, or there all along. */
export type Arrival = "new" | "returned" | "known";

/** What a use of the bot says of the team. `left`: it was removed just now, and this is a press of what was still shown. */
type Use = Arrival | "left";

/** `isMember`: the bot itself was seen there, and not its commands alone. */
type PresentTeam = { tenantId: string; isMember: boolean };

export type TenantLifeStore = ReturnType<typeof createTenantLifeStore>;

/** How long somebody may still press what was there, after a server removed the bot: that says nothing of its being there. */
const pressedAfterwardsMs = 60_000;

/** When the bot came to a team, and when it was removed. */
export function createTenantLifeStore(database: Database) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());

  /**
   * Of those that came back, those whose rows are being deleted since, or were meanwhile: they begin anew. Asked by itself, so that it sees
   * whoever locked the team first.
   */
  async function beginAnew(tenantIds: readonly string[], sinceIso: string): Promise<string[]> {
    const rows = await kysely
      .updateTable("tenants")
      .set({ welcomed_at: null, queue_cause: null, queue_paused_until: null, queue_key_tag: null })
      .where("tenant_id", "in", tenantIds)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom("forgotten")
            .select("forgotten.tenant_id")
            .whereRef("forgotten.tenant_id", "=", "tenants.tenant_id")
            .where(({ or, eb }) => or([eb("ended_at", "is", null), eb("ended_at", ">=", sinceIso)])),
        ),
      )
      .returning("tenant_id")
      .execute();
    return rows.map(({ tenant_id: id }) => id);
  }

  /** Those of the teams that were never heard of. It says of each only that the bot is there, which is so whatever was forgotten. */
  async function insertMissing(tenantIds: readonly string[], memberSince: string | null): Promise<string[]> {
    const rows = tenantIds
      .toSorted()
      .map((id) => ({ ...newTenant(id, nowIso()), member_since: memberSince }));
    const inserted = await kysely
      .withoutPlugins()
      .insertInto("tenants")
      .values(rows)
      .onConflict((conflict) => conflict.column("tenant_id").doNothing())
      .returning("tenant_id")
      .execute();
    return inserted.map(({ tenant_id: id }) => id);
  }

  /** The same of a page of teams, in one commit or two. Two processes take them in one order, so that neither waits for the other. */
  async function allArrived(tenantIds: readonly string[]): Promise<Map<string, Arrival>> {
    const arrivals = new Map<string, Arrival>(tenantIds.map((id) => [id, "known"]));
    if (tenantIds.length === 0) return arrivals;
    const began = nowIso();
    for (const id of await insertMissing(tenantIds, nowIso())) arrivals.set(id, "new");
    const others = tenantIds.filter((id) => arrivals.get(id) === "known");
    if (others.length === 0) return arrivals;
    const back = await kysely
      .updateTable("tenants")
      .set({ left_at: null, left_because: null, member_since: nowIso() })
      .where("tenant_id", "in", others)
      .where("left_at", "is not", null)
      .returning("tenant_id")
      .execute();
    await kysely
      .updateTable("tenants")
      .set({ member_since: nowIso() })
      .where("tenant_id", "in", others)
      .where("member_since", "is", null)
      .execute();
    const returned = back.map(({ tenant_id: id }) => id);
    for (const id of returned) arrivals.set(id, "returned");
    if (returned.length > 0) for (const id of await beginAnew(returned, began)) arrivals.set(id, "new");
    return arrivals;
  }

  /** What `used` says of a team that was heard of before. */
  async function backByUse(tenantId: string): Promise<Use> {
    const began = nowIso();
    const back = await kysely
      .updateTable("tenants")
      .set({ left_at: null, left_because: null })
      .where("tenant_id", "=", tenantId)
      .where("left_at", "is not", null)
      .where(({ or, eb }) =>
        or([
          eb("left_because", "!=", "guild_delete"),
          eb("left_at", "<=", isoTime(database.now() - pressedAfterwardsMs)),
        ]),
      )
      .returning("tenant_id")
      .execute();
    if (back.length > 0) return (await beginAnew([tenantId], began)).length > 0 ? "new" : "returned";
    const row = await kysely
      .selectFrom("tenants")
      .select("left_at")
      .where("tenant_id", "=", tenantId)
      .executeTakeFirst();
    return row?.left_at == null ? "known" : "left";
  }

  return {
    /** The bot is in this team. Only one process hears "new" or "returned". */
    async arrived(tenantId: string): Promise<Arrival> {
      return (await allArrived([tenantId])).get(tenantId) ?? "known";
    },

    allArrived,

    /** Somebody uses the bot in this team, which may have its commands alone; `wasMember`: the bot itself was there a moment ago. */
    async used(tenantId: string, { wasMember = false } = {}): Promise<Use> {
      const [inserted] = await insertMissing([tenantId], wasMember ? nowIso() : null);
      return inserted === undefined ? await backByUse(tenantId) : "new";
    },

    /** Whether the bot itself is known to be there. */
    async isMember(tenantId: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("tenants")
        .select("member_since")
        .where("tenant_id", "=", tenantId)
        .executeTakeFirst();
      return row?.member_since != null;
    },

    /** False: that was known already, or the team was never heard of. */
    async left(tenantId: string, because: string): Promise<boolean> {
      const result = await kysely
        .updateTable("tenants")
        .set({ left_at: nowIso(), left_because: because, member_since: null })
        .where("tenant_id", "=", tenantId)
        .where("left_at", "is", null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** True for one caller only: this one shows the welcome. */
    async claimWelcome(tenantId: string): Promise<boolean> {
      const result = await kysely
        .updateTable("tenants")
        .set({ welcomed_at: nowIso() })
        .where("tenant_id", "=", tenantId)
        .where("welcomed_at", "is", null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Teams whose ids begin so and that are not known to have been left, in order, a page at a time. */
    async listPresent(prefix: string, afterTenantId: string, limit: number): Promise<PresentTeam[]> {
      const rows = await kysely
        .selectFrom("tenants")
        .select(["tenant_id", "member_since"])
        .where("tenant_id", ">", afterTenantId)
        // A range will not do: where it would end depends on the database's collation.
        .where("tenant_id", "like", `${prefix}%`)
        .where("left_at", "is", null)
        .orderBy("tenant_id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ tenantId: row.tenant_id, isMember: row.member_since !== null }));
    },

    /** Teams left before then, longest ago first. */
    async listLeftBefore(beforeMs: number, limit: number): Promise<string[]> {
      const rows = await kysely
        .selectFrom("tenants")
        .select("tenant_id")
        .where("left_at", "<", isoTime(beforeMs))
        .orderBy("left_at")
        .limit(limit)
        .execute();
      return rows.map((row) => row.tenant_id);
    },
  };
}
