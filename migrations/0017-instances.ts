import { type Kysely, sql } from "kysely";

/** What a program of before knows nothing of is empty there, which stands for what that program does. */
export const worksWith = "0016-voices";

/**
 * The processes that are at work on this database, and what they share out: who answers an interaction, who watches how a
 * link ends, who asked for a sync, and a team's places for requests to Tavus.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("instances")
    .addColumn("instance_id", "text", (column) => column.primaryKey().notNull())
    .addColumn("started_at", "text", (column) => column.notNull())
    .addColumn("beat_at", "text", (column) => column.notNull())
    .addColumn("platforms", "text", (column) => column.notNull())
    .execute();
  await database.schema
    .createTable("gates")
    .addColumn("gate", "text", (column) => column.notNull())
    .addColumn("place", "integer", (column) => column.notNull())
    .addColumn("held_by", "text", (column) => column.notNull())
    .addColumn("held_until", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("gates_pk", ["gate", "place"])
    .execute();
  await database.schema.alterTable("deliveries").addColumn("held_by", "text").execute();
  await database.schema.alterTable("deliveries").addColumn("ended_at", "text").execute();
  await database.schema.alterTable("links").addColumn("watched_by", "text").execute();
  await database.schema.alterTable("links").addColumn("watched_until", "text").execute();
  await database.schema.alterTable("sync_runs").addColumn("asked_json", "text").execute();
  await sql`create index links_watched on links (watched_by) where watched_by is not null`.execute(database);
}
