import type { Kysely } from "kysely";

/** A program of before holds its one shard without a word, and an interaction that comes to both is answered once. */
export const worksWith = "0017-instances";

/** How the shards of a Discord application are shared out between processes, and when the next one may connect. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("discord_seats")
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("instance_id", "text", (column) => column.notNull())
    .addColumn("shard_count", "integer", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("beat_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("discord_seats_pk", ["application_id", "instance_id"])
    .execute();
  await database.schema
    .createTable("discord_shards")
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("shard_count", "integer", (column) => column.notNull())
    .addColumn("shard", "integer", (column) => column.notNull())
    .addColumn("held_by", "text")
    .addColumn("held_until", "text")
    .addColumn("wanted_by", "text")
    .addColumn("wanted_until", "text")
    .addColumn("guilds", "text")
    .addColumn("reported_at", "text")
    .addPrimaryKeyConstraint("discord_shards_pk", ["application_id", "shard_count", "shard"])
    .execute();
  await database.schema
    .createTable("discord_starts")
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("bucket", "integer", (column) => column.notNull())
    .addColumn("next_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("discord_starts_pk", ["application_id", "bucket"])
    .execute();
}
