import { type Kysely, sql } from "kysely";

/** What a persona was before each change, so that people can look at it and bring it back. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("persona_versions")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("persona_id", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("user_id", "text")
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("content_json", "text", (column) => column.notNull())
    .addColumn("theirs_json", "text")
    .addColumn("base", "text")
    .addColumn("link_state", "text", (column) => column.notNull())
    .addColumn("remote_id", "text")
    .addColumn("undoes", "text")
    .addPrimaryKeyConstraint("persona_versions_pk", ["tenant_id", "id"])
    .execute();
  const indexes = [
    sql`create unique index persona_versions_of on persona_versions (tenant_id, persona_id, number)`,
    sql`create index persona_versions_old on persona_versions (at)`,
    sql`create index persona_versions_deleted on persona_versions (at) where action in ('delete-here', 'delete-both')`,
  ];
  for (const index of indexes) await index.execute(database);
}
