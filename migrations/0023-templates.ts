import { type Kysely, PostgresAdapter, sql } from "kysely";

/**
 * Templates of a team. A program of before knows nothing of them when it forgets a team: they go with its settings, of which
 * a team that has templates has a row.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("templates")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("name_folded", "text", (column) => column.notNull())
    .addColumn("content_json", "text", (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("form_id", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_by", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addColumn("removed_at", "text")
    .addPrimaryKeyConstraint("templates_pk", ["tenant_id", "id"])
    .execute();
  const indexes = [
    sql`create unique index templates_by_form on templates (tenant_id, form_id)`,
    sql`create unique index templates_by_name on templates (tenant_id, name_folded) where removed_at is null`,
    sql`create index templates_removed on templates (removed_at) where removed_at is not null`,
  ];
  for (const index of indexes) await index.execute(database);
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of goWithSettings(isPostgres)) await statement.execute(database);
}

export const worksWith = "0022-rehearsal-threads";

function goWithSettings(isPostgres: boolean) {
  const deletion = sql`delete from templates where tenant_id = old.tenant_id`;
  if (!isPostgres) {
    return [sql`create trigger templates_of_team after delete on tenant_settings begin ${deletion}; end`];
  }
  return [
    sql`create function delete_templates_of_team() returns trigger language plpgsql as $$
      begin ${deletion}; return null; end $$`,
    sql`create trigger templates_of_team after delete on tenant_settings
      for each row execute function delete_templates_of_team()`,
  ];
}
