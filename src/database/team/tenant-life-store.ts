import { sql } from "kysely";
import { disown } from "../link/owners.ts";
import type { Database } from "../opening/connect.ts";
import { teamTables } from "../team-tables.ts";
import { isoTime } from "../times.ts";

/** Each statement deletes so many, so that none holds the database for long. */
const rowsPerDelete = 500;

/** What became of a team that was greeted: seen for the first time, back within the time it is kept, or there all along. */
export type Arrival = "new" | "returned" | "known";

export type TenantLifeStore = ReturnType<typeof createTenantLifeStore>;

/** When the bot came to a team, when it was removed, and the end of what the team had here. */
export function createTenantLifeStore(database: Database) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());

  return {
    /** The bot is in this team. Only one process hears "new" or "returned". */
    async arrived(tenantId: string): Promise<Arrival> {
      const inserted = await kysely
        .insertInto("tenants")
        .values({
          tenant_id: tenantId,
          queue_cause: null,
          queue_paused_until: null,
          queue_key_tag: null,
          look_until: null,
          created_at: nowIso(),
          left_at: null,
          left_because: null,
          welcomed_at: null,
        })
        .onConflict((conflict) => conflict.column("tenant_id").doNothing())
        .executeTakeFirst();
      if ((inserted.numInsertedOrUpdatedRows ?? 0n) > 0n) return "new";
      const back = await kysely
        .updateTable("tenants")
        .set({ left_at: null, left_because: null })
        .where("tenant_id", "=", tenantId)
        .where("left_at", "is not", null)
        .executeTakeFirst();
      return back.numUpdatedRows > 0n ? "returned" : "known";
    },

    /** False: that was known already, or the team was never heard of. */
    async left(tenantId: string, because: string): Promise<boolean> {
      const result = await kysely
        .updateTable("tenants")
        .set({ left_at: nowIso(), left_because: because })
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
    async listPresent(prefix: string, afterTenantId: string, limit: number): Promise<string[]> {
      const rows = await kysely
        .selectFrom("tenants")
        .select("tenant_id")
        .where("tenant_id", ">", afterTenantId)
        // A range will not do: where it would end depends on the database's collation.
        .where("tenant_id", "like", `${prefix}%`)
        .where("left_at", "is", null)
        .orderBy("tenant_id")
        .limit(limit)
        .execute();
      return rows.map((row) => row.tenant_id);
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

    /** Deletes everything a team has here; what it has in Tavus stays hidden from other teams. Returns how many personas that were. Ended halfway, it goes on when called again. */
    async deleteAll(tenantId: string): Promise<number> {
      let personas = 0;
      await disown(kysely, tenantId);
      for (const [table, { key }] of Object.entries(teamTables)) {
        const deleted = await deleteRows(tenantId, table, key);
        if (table === "personas") personas = deleted;
      }
      await database.eraseTraces();
      return personas;
    },
  };

  async function deleteRows(tenantId: string, table: string, column: string): Promise<number> {
    const from = sql.table(table);
    const key = sql.ref(column);
    for (let deleted = 0; ; ) {
      const { numAffectedRows = 0n } = await sql`
        delete from ${from} where tenant_id = ${tenantId} and ${key} in
          (select ${key} from ${from} where tenant_id = ${tenantId} limit ${rowsPerDelete})`.execute(kysely);
      deleted += Number(numAffectedRows);
      if (numAffectedRows < BigInt(rowsPerDelete)) return deleted;
    }
  }
}
