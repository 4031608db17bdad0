import { type Kysely, sql } from "kysely";

/** Videos: what people asked for, how far Tavus is with each, and whether that was said where it was asked for. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("videos")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("form_id", "text")
    .addColumn("form_digest", "text")
    .addColumn("persona_id", "text")
    .addColumn("replica_id", "text")
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("channel_id", "text")
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("script", "text", (column) => column.notNull())
    .addColumn("audio_url", "text")
    .addColumn("background_url", "text")
    .addColumn("is_fast", "integer", (column) => column.notNull())
    .addColumn("phase", "text", (column) => column.notNull())
    .addColumn("progress", "integer")
    .addColumn("hosted_url", "text")
    .addColumn("download_url", "text")
    .addColumn("still_url", "text")
    .addColumn("reason", "text")
    .addColumn("token_hash", "text")
    .addColumn("next_look_at", "text")
    .addColumn("looks", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("followed_since", "text")
    .addColumn("post_state", "text", (column) => column.notNull())
    .addColumn("post_due_at", "text")
    .addColumn("post_started_at", "text")
    .addColumn("post_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("message_id", "text")
    .addColumn("deleted_at", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("videos_pk", ["tenant_id", "id"])
    .execute();
  await sql`create unique index videos_form on videos (tenant_id, form_id)`.execute(database);
  await sql`create unique index videos_token on videos (token_hash) where token_hash is not null`.execute(
    database,
  );
  await sql`create index videos_look on videos (next_look_at) where next_look_at is not null`.execute(
    database,
  );
  await sql`create index videos_post on videos (post_due_at) where post_due_at is not null`.execute(database);
  await sql`create index videos_newest on videos (tenant_id, created_at, id) where deleted_at is null`.execute(
    database,
  );
}
