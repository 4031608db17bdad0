import { type Kysely, sql } from "kysely";

/** Teams that were forgotten, so that work begun before writes nothing any more; and what that work may still make in Tavus. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("forgotten")
    .addColumn("tenant_id", "text", (column) => column.primaryKey().notNull())
    .addColumn("begun_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text")
    .execute();
  await database.schema
    .createTable("leftovers")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("subject_kind", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("attempts", "text", (column) => column.notNull())
    .addColumn("kept_id", "text")
    .addColumn("key_tag", "text")
    .addColumn("key_sealed", "text")
    .addColumn("due_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("leftovers_pk", ["tenant_id", "subject_kind", "subject_id"])
    .execute();
  await sql`create index leftovers_due on leftovers (due_at)`.execute(database);
}
