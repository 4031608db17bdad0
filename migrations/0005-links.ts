import { type Kysely, sql } from "kysely";

/**
 * The link of a persona to Tavus moves into a table of its own, so that other kinds of objects in Tavus can have one, and so
 * that the queue reads small rows. What a persona's fields looked like in Tavus is kept by the field's name from here on.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createLinks(database);
  await copyLinks(database);
  await rebuildPersonas(database);
  await createIndexes(database);
}

async function createLinks(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("links")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("subject_kind", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("remote_id", "text")
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("pushed_revision", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("sent_revision", "integer")
    .addColumn("attempt", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("attempt_started_at", "text")
    .addColumn("key_tag", "text")
    .addColumn("lease_until", "text")
    .addColumn("outcome_unknown", "integer", (column) => column.notNull().defaultTo(0))
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
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("told_at", "text")
    .addColumn("tell_lease_until", "text")
    .addColumn("base", "text")
    .addColumn("differs", "text")
    .addColumn("written_at", "text")
    .addColumn("gone_at", "text")
    .addColumn("remove_remote", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("links_pk", ["tenant_id", "subject_kind", "subject_id"])
    .execute();
}

/** Each of the six hashes had ten characters, in this order. */
const hashedFields = ["name", "prompt", "replicaId", "model", "voiceSpeed", "voiceEmotion"];

const base = sql`case when length(base) = 60 then '{' || ${sql.join(
  hashedFields.map((field, index) => sql.raw(`'"${field}":"' || substr(base, ${index * 10 + 1}, 10) || '"'`)),
  sql.raw(" || ',' || "),
)} || '}' end`;

const differs = sql`trim(replace(',' || differs || ',', ',replica,', ',replicaId,'), ',')`;

async function copyLinks(database: Kysely<unknown>): Promise<void> {
  await sql`insert into links
    (tenant_id, subject_kind, subject_id, state, remote_id, revision, pushed_revision, sent_revision,
      attempt, attempt_started_at, key_tag, lease_until, outcome_unknown, tries, next_attempt_at, unsettled_since,
      unknown_attempts, surplus_check_at, left_behind, failure_kind, failure_words, failure_incident, failed_at,
      user_id, told_at, tell_lease_until, base, differs, written_at, gone_at, remove_remote, created_at, updated_at)
    select tenant_id, 'persona', id, link, tavus_persona_id, revision, pushed_revision, sent_revision,
      attempt, attempt_started_at, key_tag, lease_until, must_look, tries, next_attempt_at, unsettled_since,
      unknown_attempts, surplus_check_at, left_behind, failure_kind, failure_words, failure_incident, failed_at,
      created_by, told_at, tell_lease_until, ${base}, ${differs}, written_at, deleted_at, delete_in_tavus,
      created_at, updated_at
    from personas`.execute(database);
}

/** SQLite writes a table anew for every column that is dropped: once is enough. */
async function rebuildPersonas(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("personas_alone")
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
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("channel_id", "text")
    .addColumn("imported_at", "text")
    .addColumn("deleted_at", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("personas_alone_pk", ["tenant_id", "id"])
    .execute();
  const columns =
    sql.raw(`tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt,
    prompt_is_whole, context, replica_id, model, voice_speed, voice_emotion, created_by, channel_id, imported_at,
    deleted_at, created_at`);
  await sql`insert into personas_alone (${columns}) select ${columns} from personas`.execute(database);
  await database.schema.dropTable("personas").execute();
  await database.schema.alterTable("personas_alone").renameTo("personas").execute();
}

/**
 * What background work looks for is rare, so its indexes hold only the links that wait. Times come last where each team is
 * worked on by itself.
 */
async function createIndexes(database: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(database);
  await run("create unique index personas_form on personas (tenant_id, form_id) where form_id is not null");
  await run("create index personas_newest on personas (tenant_id, created_at, id) where deleted_at is null");
  await run(
    "create unique index links_remote on links (tenant_id, subject_kind, remote_id) where remote_id is not null",
  );
  // The last column says nothing; with it SQLite sees that it can count in the index alone.
  await run(`create index links_state on links (tenant_id, subject_kind, state, created_at, subject_id, gone_at)
    where gone_at is null`);
  await run(`create index links_not_linked on links (tenant_id, subject_kind, created_at, subject_id)
    where gone_at is null and state <> 'linked'`);
  await run("create index links_due on links (tenant_id, next_attempt_at) where next_attempt_at is not null");
  await run(
    "create index links_to_find on links (tenant_id, subject_kind, subject_id) where outcome_unknown = 1",
  );
  await run(
    "create index links_surplus on links (surplus_check_at, tenant_id) where surplus_check_at is not null",
  );
  await run(`create index links_untold on links (tell_lease_until, tenant_id, user_id)
    where told_at is null and tell_lease_until is not null`);
  await run(`create index links_differing on links (tenant_id, subject_kind, subject_id)
    where differs is not null`);
  await run(`create index links_failing on links (tenant_id, failure_kind, created_at, subject_id)
    where gone_at is null and failure_kind is not null`);
  await run("create index links_to_remove on links (gone_at) where remove_remote = 1");
}
