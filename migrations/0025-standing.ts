import type { Kysely } from "kysely";

/** Of an answer that is owed: where an announcement stands that it is to replace. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("owed").addColumn("standing_sealed", "text").execute();
}

export const worksWith = "0016-voices";
