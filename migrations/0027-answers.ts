import type { Kysely } from "kysely";

/**
 * Of what somebody asked for: where the answer to them stands, so that whoever tells them how it ended changes that message, however often
 * that is done.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("links").addColumn("answer_sealed", "text").execute();
  await database.schema.alterTable("sync_runs").addColumn("answer_sealed", "text").execute();
}

export const worksWith = "0016-voices";
