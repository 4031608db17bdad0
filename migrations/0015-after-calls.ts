import { type Kysely, sql } from "kysely";

/** What is to be said of calls that are over, with their transcripts; and when something was last said in writing. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("conversations").addColumn("said_at", "text").execute();
  await database.schema
    .createTable("after_calls")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("persona_id", "text", (column) => column.notNull())
    .addColumn("persona_name", "text", (column) => column.notNull())
    .addColumn("remote_id", "text", (column) => column.notNull())
    .addColumn("key_tag", "text")
    .addColumn("began_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text", (column) => column.notNull())
    .addColumn("end_reason", "text", (column) => column.notNull())
    .addColumn("why", "text")
    .addColumn("transcript", "text")
    .addColumn("found_at", "text")
    .addColumn("look_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("look_at", "text")
    .addPrimaryKeyConstraint("after_calls_pk", ["tenant_id", "id"])
    .execute();
  await database.schema
    .createTable("rehearsal_lines")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("form_id", "text", (column) => column.notNull())
    .addColumn("conversation_id", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("answer", "text")
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("said_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("rehearsal_lines_pk", ["tenant_id", "form_id"])
    .execute();
  const indexes = [
    sql`create index rehearsal_lines_of on rehearsal_lines (tenant_id, conversation_id, said_at)`,
    sql`create index rehearsal_lines_old on rehearsal_lines (said_at)`,
    sql`create index after_calls_due on after_calls (look_at) where look_at is not null`,
    sql`create index after_calls_kept on after_calls (tenant_id, found_at) where found_at is not null`,
    sql`create index after_calls_of_person on after_calls (tenant_id, user_id, persona_id, ended_at)`,
  ];
  for (const index of indexes) await index.execute(database);
}
