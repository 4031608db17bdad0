import type { Kysely } from "kysely";

/**
 * What was last told of a landing page that goes on, and of a room that cannot be looked after. A program of before counts its failed
 * looks and tells at one of them, as it did.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("landing_pages").addColumn("told_of", "text").execute();
  await database.schema.alterTable("conversations").addColumn("warned_of", "text").execute();
}

export const worksWith = "0016-voices";
