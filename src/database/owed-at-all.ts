import { sql } from "kysely";
import { isForgotten } from "./forgotten/refuse-forgotten.ts";
import type { Database } from "./opening/connect.ts";
import { untilTheyReturn } from "./times.ts";

/**
 * Whether a person is to be told anything at their next command, of whatever kind, and whether the team was forgotten since
 * the present work began: one statement, since both are asked at the end of each and the answer is nearly always no.
 */
export function createOwedAtAll(database: Database) {
  return async (tenantId: string, userId: string): Promise<{ isOwed: boolean; wasForgotten: boolean }> => {
    const { rows } = await sql<{ any: number | boolean; forgotten: number | boolean }>`
      select exists (select 1 from links where told_at is null and tell_lease_until = ${untilTheyReturn}
          and tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select 1 from owed where tenant_id = ${tenantId} and user_id = ${userId}
          and tell_at = ${untilTheyReturn})
        or exists (select 1 from warnings where tenant_id = ${tenantId} and fixed_at is null
          and user_id = ${userId} and post_state = 'owed') as "any",
        ${isForgotten(tenantId)} as "forgotten"`.execute(database.kysely);
    return { isOwed: Boolean(rows[0]?.any), wasForgotten: Boolean(rows[0]?.forgotten) };
  };
}
