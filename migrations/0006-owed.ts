import { type Kysely, sql } from "kysely";

/** Answers that people were promised and have not had, until they were delivered. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("owed")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("delivery_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("reply_json", "text", (column) => column.notNull())
    .addColumn("tell_at", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("owed_pk", ["tenant_id", "delivery_id"])
    .execute();
  await sql`create index owed_due on owed (tell_at)`.execute(database);
}
