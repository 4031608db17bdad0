import type { Database } from "../../opening/connect.ts";

/** Whom a warning names. */
export type WarnedPersona = { id: string; name: string; createdBy: string };

/** The personas of these ids that are still there, in the order of the ids. */
export function createWarnedPersonas({ kysely }: Pick<Database, "kysely">) {
  return async (tenantId: string, ids: readonly string[]): Promise<WarnedPersona[]> => {
    if (ids.length === 0) return [];
    const rows = await kysely
      .selectFrom("personas")
      .select(["id", "name", "created_by"])
      .where("tenant_id", "=", tenantId)
      .where("id", "in", [...ids])
      .where("deleted_at", "is", null)
      .execute();
    return ids.flatMap((id) => {
      const row = rows.find((each) => each.id === id);
      return row ? [{ id, name: row.name, createdBy: row.created_by }] : [];
    });
  };
}
