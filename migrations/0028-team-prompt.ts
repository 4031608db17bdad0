import type { Kysely } from "kysely";

/** The text that a team has at the end of every new persona's prompt, and those that stood there before it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("tenant_settings").addColumn("team_prompt_json", "text").execute();
}

export const worksWith = "0016-voices";
