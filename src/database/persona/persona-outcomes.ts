import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { createCreateOutcomes } from "./create-outcomes.ts";
import { rowUpdates } from "./outcome-columns.ts";
import { createRemovals } from "./persona-removals.ts";
import { createPushOutcomes } from "./push-outcomes.ts";
import { createSurplusOutcomes } from "./surplus-outcomes.ts";

/** Sorts after every time: this person reads it at their next command. */
export const untilTheyReturn = "9999-12-31T23:59:59.999Z";

export type PersonaOutcomes = ReturnType<typeof createPersonaOutcomes>;

/** Stores how attempts, pushes and removals ended, and that people know. */
export function createPersonaOutcomes(database: Database) {
  const now = () => isoTime(database.now());
  const { ofPersona } = rowUpdates(database);

  const creates = createCreateOutcomes(database);

  async function markTold(
    kysely: Database["kysely"],
    tenantId: string,
    ids: readonly string[],
  ): Promise<void> {
    await kysely
      .updateTable("personas")
      .set({ told_at: now(), tell_lease_until: null })
      .where("tenant_id", "=", tenantId)
      .where("id", "in", [...ids])
      .execute();
  }

  return {
    ...creates,
    ...createPushOutcomes(database),
    ...createSurplusOutcomes(database),
    ...createRemovals(database),

    /** Their people know how these ended. */
    told(tenantId: string, ids: readonly string[]): Promise<void> {
      return markTold(database.kysely, tenantId, ids);
    },

    /** The same of many teams in one commit, by a statement whose text is always the same: each text is kept prepared. */
    async allTold(personas: readonly { tenantId: string; id: string }[]): Promise<void> {
      await database.kysely.transaction().execute(async (transaction) => {
        for (const { tenantId, id } of personas) await markTold(transaction, tenantId, [id]);
      });
    },

    /** The person takes no direct messages: kept for their next command. */
    async tellOnReturn(tenantId: string, id: string): Promise<void> {
      await ofPersona(tenantId, id)
        .set({ tell_lease_until: untilTheyReturn })
        .where("told_at", "is", null)
        .execute();
    },
  };
}
