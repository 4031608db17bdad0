import { type Kysely, sql } from "kysely";

/**
 * Which personas a warning is about, and how far the thread below its message is. A warning that is open already gets none:
 * what changed before it is long past.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const column of ["persona_ids", "thread_state", "thread_due_at", "thread_began_at", "thread_words"]) {
    await database.schema.alterTable("warnings").addColumn(column, "text").execute();
  }
  await sql`update warnings set thread_state = 'none'`.execute(database);
  await sql`create index warnings_threads on warnings (thread_due_at, tenant_id) where thread_due_at is not null`.execute(
    database,
  );
}

export const worksWith = "0016-voices";
