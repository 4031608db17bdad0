import { type Kysely, sql } from "kysely";

/** Lists go by time of creation, newest first, a page at a time; those of what is not linked read only such rows. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create index personas_newest on personas (tenant_id, created_at, id) where deleted_at is null`.execute(
    database,
  );
  await sql`create index personas_not_linked on personas (tenant_id, created_at, id)
    where deleted_at is null and link <> 'linked'`.execute(database);
}
