import { type Kysely, sql } from "kysely";

/**
 * Which warning tells of a failure: refusals that differ only in an id are one warning, so Tavus's words no longer say it.
 * What failed before keeps the warning that is open for its words.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("links").addColumn("failure_topic", "text").execute();
  await sql`update links set failure_topic = (
    select min(topic) from warnings where warnings.tenant_id = links.tenant_id and warnings.fixed_at is null
      and warnings.cause = links.failure_kind and warnings.words = links.failure_words)
    where failure_words is not null`.execute(database);
}
