import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import { rowUpdates, withAttempt } from "./outcome-columns.ts";

/** Stores when to look for what lost requests have made beside the linked Tavus persona. */
export function createSurplusOutcomes(database: Database) {
  const { kysely } = database;
  const { ofPersona } = rowUpdates(database);

  return {
    /** This attempt made, or may yet make, a Tavus persona beside the linked one: to be looked for at `checkAtMs`. */
    async surplusSeen(
      tenantId: string,
      { id, attempt_started_at }: Pick<PersonaRow, "id" | "attempt_started_at">,
      checkAtMs: number,
    ): Promise<void> {
      const stored = await kysely
        .selectFrom("personas")
        .select("unknown_attempts")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!stored) return;
      await ofPersona(tenantId, id)
        .set({
          unknown_attempts: withAttempt(
            stored.unknown_attempts,
            attempt_started_at ?? isoTime(database.now()),
          ),
          surplus_check_at: isoTime(checkAtMs),
        })
        .execute();
    },

    async setSurplusCheck(tenantId: string, id: string, atMs: number | null): Promise<void> {
      await ofPersona(tenantId, id)
        .set({ surplus_check_at: atMs === null ? null : isoTime(atMs) })
        .execute();
    },
  };
}
