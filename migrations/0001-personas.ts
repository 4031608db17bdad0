import type { Kysely } from "kysely";

/** The first tables: personas with their link, the tenant's queue, drafts of forms, deliveries, platform state. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createPersonas(database);
  await createPersonaIndexes(database);
  await createSmallTables(database);
}

async function createPersonas(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("personas")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("form_id", "text")
    .addColumn("form_digest", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("template", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("description", "text", (column) => column.notNull())
    .addColumn("traits", "text", (column) => column.notNull())
    .addColumn("prompt", "text", (column) => column.notNull())
    .addColumn("prompt_is_whole", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("context", "text", (column) => column.notNull())
    .addColumn("replica_id", "text")
    .addColumn("model", "text", (column) => column.notNull())
    .addColumn("voice_speed", "text", (column) => column.notNull())
    .addColumn("voice_emotion", "text", (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("pushed_revision", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("link", "text", (column) => column.notNull())
    .addColumn("tavus_persona_id", "text")
    .addColumn("attempt", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("attempt_started_at", "text")
    .addColumn("sent_revision", "integer")
    .addColumn("key_tag", "text")
    .addColumn("lease_until", "text")
    .addColumn("must_look", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "text")
    .addColumn("unsettled_since", "text")
    .addColumn("unknown_attempts", "text", (column) => column.notNull().defaultTo("[]"))
    .addColumn("surplus_check_at", "text")
    .addColumn("left_behind", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("failure_kind", "text")
    .addColumn("failure_words", "text")
    .addColumn("failure_incident", "text")
    .addColumn("failed_at", "text")
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("channel_id", "text")
    .addColumn("told_at", "text")
    .addColumn("tell_lease_until", "text")
    .addColumn("deleted_at", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("personas_pk", ["tenant_id", "id"])
    .execute();
}

async function createPersonaIndexes(database: Kysely<unknown>): Promise<void> {
  const unique = (name: string) => database.schema.createIndex(name).on("personas").unique();
  await unique("personas_form").columns(["tenant_id", "form_id"]).execute();
  await unique("personas_tavus").columns(["tenant_id", "tavus_persona_id"]).execute();

  // What background work looks for is rare, so its indexes hold only the rows that wait.
  const partial = (name: string, column: string) =>
    database.schema
      .createIndex(name)
      .on("personas")
      .columns([column, "tenant_id"])
      .where(column as never, "is not", null)
      .execute();
  await partial("personas_due", "next_attempt_at");
  await partial("personas_surplus", "surplus_check_at");
  await database.schema
    .createIndex("personas_untold")
    .on("personas")
    .columns(["tenant_id", "created_by"])
    .where("told_at" as never, "is", null)
    .execute();
}

async function createSmallTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("tenants")
    .addColumn("tenant_id", "text", (column) => column.primaryKey())
    .addColumn("queue_cause", "text")
    .addColumn("queue_paused_until", "text")
    .addColumn("queue_key_tag", "text")
    .addColumn("look_until", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await database.schema
    .createTable("drafts")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("form_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("command", "text", (column) => column.notNull())
    .addColumn("values_json", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("drafts_pk", ["tenant_id", "form_id"])
    .execute();
  await database.schema.createIndex("drafts_created").on("drafts").column("created_at").execute();
  await database.schema
    .createTable("deliveries")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("delivery_id", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("deliveries_pk", ["tenant_id", "delivery_id"])
    .execute();
  await database.schema.createIndex("deliveries_created").on("deliveries").column("created_at").execute();
  await database.schema
    .createTable("platform_state")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("platform_state_pk", ["tenant_id", "name"])
    .execute();
}
