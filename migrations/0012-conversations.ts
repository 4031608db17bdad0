import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Rooms in which people talk with a persona, one row for each press of Join. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("conversations")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("persona_id", "text", (column) => column.notNull())
    .addColumn("persona_name", "text", (column) => column.notNull())
    .addColumn("tavus_persona_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("press_id", "text", (column) => column.notNull())
    .addColumn("channel_id", "text")
    .addColumn("message_id", "text")
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("minutes", "integer", (column) => column.notNull())
    .addColumn("minutes_used", "integer")
    .addColumn("opened_at", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    .addColumn("made_at", "text")
    .addColumn("joined_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("end_reason", "text")
    .addColumn("end_wanted", "text")
    .addColumn("link_sealed", "text")
    .addColumn("callback_hash", "text")
    .addColumn("look_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("look_at", "text")
    .addColumn("card_shows", "text")
    .addPrimaryKeyConstraint("conversations_pk", ["tenant_id", "id"])
    .execute();
  const indexes = [
    // One press makes one room, and nobody has two at a time.
    sql`create unique index conversations_by_press on conversations (tenant_id, press_id)`,
    sql`create unique index conversations_one_each on conversations (tenant_id, user_id) where ended_at is null`,
    sql`create index conversations_due on conversations (look_at) where look_at is not null`,
    sql`create index conversations_open on conversations (tenant_id, opened_at) where ended_at is null`,
    sql`create index conversations_on_card on conversations (tenant_id, message_id) where message_id is not null`,
    sql`create index conversations_by_callback on conversations (callback_hash) where callback_hash is not null`,
    sql`create index conversations_ended on conversations (ended_at) where ended_at is not null`,
  ];
  for (const index of indexes) await index.execute(database);
}
