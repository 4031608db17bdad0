import type { Kysely } from "kysely";

/** What stood above the fields of a form, so that it stands there again when the form is opened again; '' where nothing did. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("drafts")
    .addColumn("notice", "text", (column) => column.notNull().defaultTo(""))
    .execute();
}

export const worksWith = "0016-voices";
