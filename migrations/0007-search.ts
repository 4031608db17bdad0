import { type Kysely, PostgresAdapter, sql } from "kysely";

/**
 * Names are found by their folded form, which the program fills in after this, a few rows at a time: it alone knows how
 * to fold. A team's names also lie together, so many in each block, where one statement reads through all of them.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(database);
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
  // Compared as bytes, as SQLite does: what "begins with" means depends on no locale.
  const folded = isPostgres ? `text collate "C"` : "text";
  await run(`alter table personas add column name_folded ${folded}`);
  await run("alter table personas add column search_block integer");
  await database.schema
    .createTable("name_blocks")
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addColumn("block", "integer", (column) => column.notNull())
    .addColumn("size", "integer", (column) => column.notNull())
    .addColumn("names", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("name_blocks_pk", ["tenant_id", "block"])
    .execute();
  await createIndexes(run);
  if (isPostgres) await createPatternIndexes(run);
}

type Run = (statement: string) => Promise<unknown>;

/** Each holds the folded name, so that no row with its long texts is read to look at it. */
async function createIndexes(run: Run): Promise<void> {
  await run(`create index personas_called on personas (tenant_id, name_folded, created_at, id)
    where deleted_at is null`);
  await run(`create index personas_in_block on personas (tenant_id, search_block, created_at, id, name_folded)
    where search_block is not null`);
  await run("drop index personas_newest");
  await run(`create index personas_newest on personas (tenant_id, created_at, id, name_folded)
    where deleted_at is null`);
  await run(`create index personas_unfiled on personas (tenant_id, id)
    where search_block is null and deleted_at is null`);
}

/** For ids by their beginning, which an index in the order of a language does not find. */
async function createPatternIndexes(run: Run): Promise<void> {
  await run("create index personas_id_begins on personas (tenant_id, id text_pattern_ops)");
  await run(`create index links_remote_begins on links (tenant_id, subject_kind, remote_id text_pattern_ops)
    where remote_id is not null`);
}
