import type { Kysely } from "kysely";

/** What a team sets about calls and videos. A team that has set nothing gets what costs and keeps the least. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const whoMay = ["talk_for", "video_for"];
  const flags = ["rehearsal_on", "ends_calls_at_shutdown"];
  for (const name of whoMay) {
    await add(database, name, "text", "members");
  }
  for (const name of flags) {
    await add(database, name, "integer", 0);
  }
  await database.schema.alterTable("tenant_settings").addColumn("transcript_days", "integer").execute();
}

async function add(
  database: Kysely<unknown>,
  name: string,
  type: "text" | "integer",
  usual: string | number,
): Promise<void> {
  await database.schema
    .alterTable("tenant_settings")
    .addColumn(name, type, (column) => column.notNull().defaultTo(usual))
    .execute();
}
