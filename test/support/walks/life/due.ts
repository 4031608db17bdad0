import type { Database } from "../../../../src/database/opening/connect.ts";

const columns = [
  ["conversations", "look_at"],
  ["videos", "next_look_at"],
  ["videos", "post_due_at"],
  ["landing_pages", "look_at"],
  ["after_calls", "look_at"],
] as const;

/** Whether anything is due that somebody looks after by itself. */
export function createEverythingDue({ kysely, now }: Database) {
  return async (): Promise<boolean> => {
    const at = new Date(now()).toISOString();
    const links = kysely
      .selectFrom("links")
      .innerJoin("tenants", "tenants.tenant_id", "links.tenant_id")
      .select("links.tenant_id")
      .where("links.next_attempt_at", "<=", at)
      .where(({ or, eb }) => or([eb("queue_paused_until", "is", null), eb("queue_paused_until", "<", at)]))
      .where("gone_at", "is", null)
      .limit(1);
    const others = columns.map(([table, column]) =>
      kysely.selectFrom(table).select("tenant_id").where(kysely.dynamic.ref(column), "<=", at).limit(1),
    );
    const found = await Promise.all([links.execute(), ...others.map((query) => query.execute())]);
    return found.some((rows) => rows.length > 0);
  };
}
