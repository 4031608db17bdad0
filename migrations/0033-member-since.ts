import { type Kysely, sql } from "kysely";

/**
 * A Discord server may have the bot's commands without the bot. No list names such a server, which is no sign that it removed anything.
 * Teams of before are taken for those that have the bot, as they were.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("tenants").addColumn("member_since", "text").execute();
  await sql`update tenants set member_since = created_at where left_at is null`.execute(database);
}

export const worksWith = "0016-voices";
