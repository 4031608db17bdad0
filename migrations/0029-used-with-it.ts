import type { Kysely } from "kysely";

/** What the team and its member had used of the day's limit, with this reservation: so that the statement that takes it can say so. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const column of ["team_used", "member_used"])
    await database.schema.alterTable("usage").addColumn(column, "integer").execute();
}

export const worksWith = "0016-voices";
