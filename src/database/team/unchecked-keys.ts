import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

/** One key, sealed, that waits for an admin to say whether it shall be kept although Tavus could not be asked. */
export type UncheckedKey = { sealed: string; userId: string };

export type UncheckedKeys = ReturnType<typeof createUncheckedKeys>;

export const uncheckedKeyName = "unchecked-key";
const name = uncheckedKeyName;
/** Neither ids nor sealed text hold one. */
const separator = " ";

/** Where the sealed text stands in a value: when it ends, who typed it, what was sealed. */
export const uncheckedValue = {
  read: (value: string): string => value.split(separator)[2] ?? "",
  write: (value: string, sealed: string): string => {
    const [until = "", userId = ""] = value.split(separator);
    return [until, userId, sealed].join(separator);
  },
};

/** One key at most for each team, among the small facts of `state-store.ts`. Its value begins with when it ends. */
export function createUncheckedKeys({ kysely, now }: Database) {
  const ofTenant = (tenantId: string) =>
    kysely.deleteFrom("platform_state").where("tenant_id", "=", tenantId).where("name", "=", name);

  const rowOf = (tenantId: string) =>
    kysely
      .selectFrom("platform_state")
      .select("value")
      .where("tenant_id", "=", tenantId)
      .where("name", "=", name)
      .executeTakeFirst();

  return {
    /** Keeps it in the place of an earlier one. */
    async keep(tenantId: string, { sealed, userId }: UncheckedKey, keptMs: number): Promise<void> {
      const value = [isoTime(now() + keptMs), userId, sealed].join(separator);
      await kysely
        .insertInto("platform_state")
        .values({ tenant_id: tenantId, name, value })
        .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doUpdateSet({ value }))
        .execute();
    },

    /** The one that is meant; undefined when there is none, or its time is over. It stays until it is forgotten. */
    async find(
      tenantId: string,
      isMeant: (key: UncheckedKey) => boolean = () => true,
    ): Promise<UncheckedKey | undefined> {
      const { value } = (await rowOf(tenantId)) ?? { value: "" };
      const [until = "", userId = "", sealed = ""] = value.split(separator);
      const key = { sealed, userId };
      return until > isoTime(now()) && isMeant(key) ? key : undefined;
    },

    /** With `key` that one alone. */
    async forget(tenantId: string, key?: UncheckedKey): Promise<void> {
      const all = ofTenant(tenantId);
      await (key ? all.where("value", "like", `%${separator}${key.sealed}`) : all).execute();
    },

    /** Removes every team's whose time is over. */
    async purgeEnded(): Promise<void> {
      await kysely
        .deleteFrom("platform_state")
        .where("name", "=", name)
        .where("value", "<", isoTime(now()))
        .execute();
    },
  };
}
