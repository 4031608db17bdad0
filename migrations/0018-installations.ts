import { type Kysely, sql } from "kysely";

/** A program before this one installs nothing, and these rows are not deleted with a team but with its installation. */
export const worksWith = "0016-voices";

/** Where people have installed the app themselves, with the tokens that came of it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("installations")
    .addColumn("tenant_id", "text", (column) => column.notNull().primaryKey())
    .addColumn("organization_id", "text")
    .addColumn("token_id", "text")
    .addColumn("token_sealed", "text")
    .addColumn("refresh_sealed", "text")
    .addColumn("expires_at", "text")
    .addColumn("renewing_until", "text")
    .addColumn("installed_at", "text", (column) => column.notNull())
    .addColumn("check_at", "text")
    .execute();
  const indexes = [
    sql`create index installations_of on installations (organization_id) where organization_id is not null`,
    sql`create index installations_check on installations (check_at) where check_at is not null`,
  ];
  for (const index of indexes) await index.execute(database);
}
