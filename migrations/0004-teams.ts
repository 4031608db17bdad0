import { type Kysely, sql } from "kysely";

/** What a team sets for itself, its warnings, its log of who did what, and what is used of its daily limits. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createSettings(database);
  await createWarnings(database);
  await createAudit(database);
  await createUsage(database);
  await addLife(database);
  await database.schema
    .alterTable("personas")
    .addColumn("delete_in_tavus", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`create index personas_links on personas (tenant_id, deleted_at, link, created_at, id)`.execute(
    database,
  );
  await sql`create index personas_failing on personas (tenant_id, failure_kind, created_at, id)
    where deleted_at is null and failure_kind is not null`.execute(database);
  await sql`create index personas_to_delete on personas (tenant_id, id) where delete_in_tavus = 1`.execute(
    database,
  );
}

async function createSettings(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("tenant_settings")
    .addColumn("tenant_id", "text", (column) => column.primaryKey())
    .addColumn("key_sealed", "text")
    .addColumn("key_tag", "text")
    .addColumn("key_last_four", "text")
    .addColumn("key_set_by", "text")
    .addColumn("key_set_at", "text")
    .addColumn("key_checked_at", "text")
    .addColumn("key_sees_json", "text")
    .addColumn("channel_id", "text")
    .addColumn("channel_set_by", "text")
    .addColumn("channel_closed_at", "text")
    .addColumn("replica_id", "text")
    .addColumn("managers_json", "text", (column) => column.notNull().defaultTo("[]"))
    .addColumn("limits_json", "text", (column) => column.notNull().defaultTo("{}"))
    .addColumn("sync_hours", "integer")
    .addColumn("next_sync_at", "text")
    .addColumn("updated_at", "text", (column) => column.notNull())
    .execute();
  await sql`create index tenant_settings_key on tenant_settings (key_tag) where key_tag is not null`.execute(
    database,
  );
  await sql`create index tenant_settings_sync on tenant_settings (next_sync_at) where next_sync_at is not null`.execute(
    database,
  );
}

async function createWarnings(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("warnings")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("topic", "text", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("words", "text")
    .addColumn("incident", "text")
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("first_at", "text", (column) => column.notNull())
    .addColumn("last_at", "text", (column) => column.notNull())
    .addColumn("fixed_at", "text")
    .addColumn("user_id", "text")
    .addColumn("channel_id", "text")
    .addColumn("message_id", "text")
    .addColumn("post_state", "text", (column) => column.notNull())
    .addColumn("due_at", "text")
    .addColumn("lease_until", "text")
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("warnings_pk", ["tenant_id", "id"])
    .execute();
  await sql`create unique index warnings_open on warnings (tenant_id, topic) where fixed_at is null`.execute(
    database,
  );
  await sql`create index warnings_due on warnings (due_at, tenant_id) where due_at is not null`.execute(
    database,
  );
}

async function createAudit(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("audit")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("channel_id", "text")
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("persona_id", "text")
    .addColumn("details", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("audit_pk", ["tenant_id", "id"])
    .execute();
  await database.schema.createIndex("audit_newest").on("audit").columns(["tenant_id", "at", "id"]).execute();
  await sql`create index audit_persona on audit (tenant_id, persona_id, at, id) where persona_id is not null`.execute(
    database,
  );
}

async function createUsage(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("usage")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("reservation_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("amount", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("usage_pk", ["tenant_id", "day", "kind", "reservation_id"])
    .execute();
  await database.schema.createIndex("usage_day").on("usage").column("day").execute();
}

async function addLife(database: Kysely<unknown>): Promise<void> {
  for (const column of ["left_at", "left_because", "welcomed_at"]) {
    await database.schema.alterTable("tenants").addColumn(column, "text").execute();
  }
  await sql`create index tenants_left on tenants (left_at) where left_at is not null`.execute(database);
  await nameTeamsOfBefore(database);
}

/** Teams of before are named, so that it is noticed when they leave and none is welcomed as if it were new. */
async function nameTeamsOfBefore(database: Kysely<unknown>): Promise<void> {
  await sql`insert into tenants (tenant_id, created_at)
    select tenant_id, min(created_at) from personas where true group by tenant_id
    on conflict (tenant_id) do nothing`.execute(database);
  await sql`update tenants set welcomed_at = created_at`.execute(database);
}
