import { type Kysely, PostgresAdapter, sql } from "kysely";

/**
 * Pages in Tavus on which people who are in no chat talk to a persona; and whether a team allows them. A program of before knows
 * nothing of them when it forgets a team: they go with its settings, of which a team that allows them has a row.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("landing_pages")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("form_id", "text", (column) => column.notNull())
    .addColumn("persona_id", "text", (column) => column.notNull())
    .addColumn("persona_name", "text", (column) => column.notNull())
    .addColumn("tavus_persona_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("calls", "integer", (column) => column.notNull())
    .addColumn("minutes", "integer", (column) => column.notNull())
    .addColumn("calls_used", "integer")
    .addColumn("is_protected", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("address", "text")
    .addColumn("opened_at", "text", (column) => column.notNull())
    .addColumn("made_at", "text")
    .addColumn("handed_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("end_reason", "text")
    .addColumn("end_wanted", "text")
    .addColumn("end_by", "text")
    .addColumn("end_told", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("look_at", "text")
    .addColumn("look_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("landing_pages_pk", ["tenant_id", "id"])
    .execute();
  await database.schema
    .alterTable("tenant_settings")
    .addColumn("sharing_on", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  const indexes = [
    // One form makes one page, and a persona has one at a time.
    sql`create unique index landing_pages_form on landing_pages (tenant_id, form_id)`,
    sql`create unique index landing_pages_one_each on landing_pages (tenant_id, persona_id) where ended_at is null`,
    sql`create index landing_pages_due on landing_pages (look_at) where look_at is not null`,
    sql`create index landing_pages_ended on landing_pages (ended_at) where ended_at is not null`,
  ];
  for (const index of indexes) await index.execute(database);
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of goWithSettings(isPostgres)) await statement.execute(database);
}

export const worksWith = "0022-rehearsal-threads";

function goWithSettings(isPostgres: boolean) {
  const deletion = sql`delete from landing_pages where tenant_id = old.tenant_id`;
  if (!isPostgres) {
    return [sql`create trigger landing_pages_of_team after delete on tenant_settings begin ${deletion}; end`];
  }
  return [
    sql`create function delete_landing_pages_of_team() returns trigger language plpgsql as $$
      begin ${deletion}; return null; end $$`,
    sql`create trigger landing_pages_of_team after delete on tenant_settings
      for each row execute function delete_landing_pages_of_team()`,
  ];
}
