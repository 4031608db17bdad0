import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { createDueStore, type Failing, failsFor } from "./due-store.ts";

export type FailingRecord = { id: string; name: string; createdBy: string; failedAt: string | null };

export type FailingRecords = ReturnType<typeof createFailingRecords>;

/** The kinds that people wait for, and retry, and where their records lie. What is made once is not retried. */
const tables = { persona: "personas", video: "videos" } as const;

/** Records of one kind that are not in Tavus, or not in step with it, for one and the same cause. */
export function createFailingRecords(database: Database, kind: keyof typeof tables) {
  const due = createDueStore(database, kind);
  const table = tables[kind];

  return {
    /** Newest first. */
    async list(tenantId: string, failing: Failing, limit: number): Promise<FailingRecord[]> {
      const record = (column: string) => sql.ref(`${table}.${column}`);
      const { rows } = await sql<FailingRecord>`
        select ${record("id")}, ${record("name")}, ${record("created_by")} as "createdBy",
          links.failed_at as "failedAt"
        from links join ${sql.table(table)}
          on ${record("tenant_id")} = links.tenant_id and ${record("id")} = links.subject_id
        where links.tenant_id = ${tenantId} and links.subject_kind = ${kind} and ${failsFor(failing)}
        order by links.created_at desc, links.subject_id desc limit ${limit}`.execute(database.kysely);
      return rows;
    },

    count: due.countFailing,
    /** Retry for all of them: due now as if for the first time. What is gone in Tavus is left to people. */
    makeDue: due.makeFailingDue,
  };
}
