import { type Kysely, sql } from "kysely";

/**
 * Names that have no block yet are searched where they lie: with the folded name in their index, no row with its long texts is read.
 * SQLite reads the row for what the index does not hold, also of its own condition.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`drop index personas_unfiled`.execute(database);
  await sql`create index personas_unfiled on personas (tenant_id, created_at, id, name_folded, search_block, deleted_at)
    where search_block is null and deleted_at is null`.execute(database);
}

export const worksWith = "0016-voices";
