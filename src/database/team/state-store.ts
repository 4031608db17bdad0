import type { Database } from "../opening/connect.ts";

export type StateStore = ReturnType<typeof createStateStore>;

/** Small facts about the bot itself, by name. The tenant is the app: `app:discord:<application id>`, `app:slack:<app id>`, or what is the process's own. */
export function createStateStore({ kysely }: Database) {
  const find = (tenantId: string, name: string) =>
    kysely
      .selectFrom("platform_state")
      .select("value")
      .where("tenant_id", "=", tenantId)
      .where("name", "=", name);

  return {
    async get(tenantId: string, name: string): Promise<string | undefined> {
      const row = await find(tenantId, name).executeTakeFirst();
      return row?.value;
    },

    async set(tenantId: string, name: string, value: string): Promise<void> {
      await kysely
        .insertInto("platform_state")
        .values({ tenant_id: tenantId, name, value })
        .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doUpdateSet({ value }))
        .execute();
    },

    /** Writes `value` unless one is there; returns the one that stands, the same for every caller. */
    async setIfAbsent(tenantId: string, name: string, value: string): Promise<string> {
      await kysely
        .insertInto("platform_state")
        .values({ tenant_id: tenantId, name, value })
        .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doNothing())
        .execute();
      const row = await find(tenantId, name).executeTakeFirstOrThrow();
      return row.value;
    },
  };
}
