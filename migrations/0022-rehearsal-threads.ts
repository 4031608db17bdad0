import type { Kysely } from "kysely";

/** Rehearsals lie in threads: which one, and in which of its messages each line is shown. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("conversations").addColumn("thread_id", "text").execute();
  await database.schema.alterTable("rehearsal_lines").addColumn("message_id", "text").execute();
}

export const worksWith = "0016-voices";
