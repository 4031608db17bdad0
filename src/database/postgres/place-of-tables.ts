import { type Kysely, sql } from "kysely";
import { DatabaseStartError, type Whereabouts } from "../opening/database-errors.ts";
import type { Tables } from "../tables.ts";

/**
 * The schema of the tables: where they are found, as every statement finds them, or the first one of the search path, where they are
 * made. Throws a `DatabaseStartError` where there is none.
 */
export async function placeOfTables(
  kysely: Kysely<Tables>,
  at: Whereabouts,
): Promise<{ migrationTableSchema: string }> {
  const { rows } = await sql<{ found: string | null; first: string | null }>`
    select (select nspname::text from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where pg_class.oid = to_regclass('kysely_migration')) as found,
      current_schema()::text as first`.execute(kysely);
  const [{ found, first } = { found: null, first: null }] = rows;
  if (found !== null) {
    if (found !== first) await makeBeside(kysely, found);
    return { migrationTableSchema: found };
  }
  if (first === null) throw new DatabaseStartError("noSchema", at);
  return { migrationTableSchema: first };
}

/** New tables of this transaction are made where the others are, though another schema is looked into first, such as one of the user's name. */
async function makeBeside(kysely: Kysely<Tables>, schema: string): Promise<void> {
  await sql`select set_config('search_path', quote_ident(${schema}) || ', ' || current_setting('search_path'), true)`.execute(
    kysely,
  );
}
