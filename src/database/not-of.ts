import { type RawBuilder, type SqlBool, sql } from "kysely";

/** Rows of any team but these. */
export function isNotOf(tenantIds: readonly string[]): RawBuilder<SqlBool> {
  if (tenantIds.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`tenant_id not in (${sql.join(tenantIds)})`;
}
