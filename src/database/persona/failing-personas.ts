import { createDueStore, type Failing, failsFor } from "../link/due-store.ts";
import type { Database } from "../opening/connect.ts";
import { personaKind, personasOf } from "./persona-record.ts";

export type FailingPersona = { id: string; name: string; createdBy: string; failedAt: string | null };

export type FailingPersonas = ReturnType<typeof createFailingPersonas>;

/** Personas that are not in Tavus, or not in step with it, for one and the same cause. */
export function createFailingPersonas(database: Database) {
  const due = createDueStore(database, personaKind);

  return {
    /** Newest first. */
    async list(tenantId: string, failing: Failing, limit: number): Promise<FailingPersona[]> {
      return personasOf(database, tenantId)
        .select(["personas.id", "personas.name", "personas.created_by as createdBy"])
        .select("links.failed_at as failedAt")
        .where(failsFor(failing))
        .orderBy("links.created_at", "desc")
        .orderBy("links.subject_id", "desc")
        .limit(limit)
        .execute();
    },

    count: due.countFailing,
    /** Retry for all of them: due now as if for the first time. What is gone in Tavus is left to people. */
    makeDue: due.makeFailingDue,
  };
}
