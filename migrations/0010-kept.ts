import type { Kysely } from "kysely";

/** What Tavus made of a value when it stored it, so that whoever sent it is told. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("links").addColumn("kept", "text").execute();
}
