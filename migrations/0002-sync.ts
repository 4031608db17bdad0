import { type Kysely, sql } from "kysely";

/** What a sync compares and marks, and one leased row for each team's run. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const column of ["imported_at", "base", "differs", "written_at"]) {
    await database.schema.alterTable("personas").addColumn(column, "text").execute();
  }
  await sql`create index personas_differing on personas (tenant_id, id) where differs is not null`.execute(
    database,
  );
  await database.schema
    .createTable("sync_runs")
    .addColumn("tenant_id", "text", (column) => column.primaryKey())
    .addColumn("run_id", "text", (column) => column.notNull())
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("started_by", "text", (column) => column.notNull())
    .addColumn("started_at", "text", (column) => column.notNull())
    .addColumn("lease_until", "text", (column) => column.notNull())
    .addColumn("progress_json", "text", (column) => column.notNull())
    .addColumn("cancel_requested", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("ended_at", "text")
    .addColumn("summary_json", "text")
    .execute();
}
