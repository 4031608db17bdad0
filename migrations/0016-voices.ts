import type { Kysely } from "kysely";

/** Which voice of Tavus's a persona speaks with; null: nothing was said about it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("personas").addColumn("voice_id", "text").execute();
}
