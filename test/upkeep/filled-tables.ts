import { type Kysely, sql } from "kysely";
import { insertRows, type Row, sumOf } from "../../src/database/move/rows.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import type { Tables } from "../../src/database/tables.ts";
import { teamTables } from "../../src/database/team-tables.ts";

export const tables = Object.keys(teamTables) as (keyof Tables)[];

/** What engines or their drivers might each read otherwise. */
const words = [
  "Zoë 🙂",
  "'; drop table links; --",
  "two\nlines\ttab",
  "\\u0041 $1 ?",
  "  ends in spaces  ",
  "{}",
  "ß",
];

/** As many rows in every table as there are, each column filled by its type, every second one that may be with null. */
export async function fillTables(database: Database, rowsPerTable: number): Promise<void> {
  const kysely = database.kysely.withoutPlugins();
  const found = await kysely.introspection.getTables();
  for (const table of tables) {
    const columns = found.find(({ name }) => name === table)?.columns ?? [];
    const rows = Array.from({ length: rowsPerTable }, (_, index) =>
      Object.fromEntries(columns.map((column, at) => [column.name, wordFor(column, index, at)])),
    );
    // What migrations have noted of themselves is none of these rows.
    if (table === "platform_state") await kysely.deleteFrom(table).execute();
    await insertRows({ kysely, engine: database.engine }, table, rows);
  }
}

function wordFor(
  { name, dataType, isNullable }: { name: string; dataType: string; isNullable: boolean },
  row: number,
  column: number,
): Row[string] {
  // SQLite says that a primary key may be null.
  if (isNullable && name !== "tenant_id" && (row + column) % 2 === 0) return null;
  if (!/text|char/i.test(dataType)) return row % 3 === 0 ? 2_000_000_000 + row : row;
  return `${name} ${row} ${words[(row + column) % words.length]}`;
}

/** Count and checksum of every table. */
export async function sumsOf(database: Database): Promise<Record<string, unknown>> {
  const look = async (kysely: Kysely<Tables>) => {
    const sums: Record<string, unknown> = {};
    for (const table of tables) sums[table] = await sumOf({ kysely, engine: database.engine }, table);
    return sums;
  };
  return database.kysely.withoutPlugins().transaction().execute(look);
}

/** Something that no table of the other engine takes, or nothing. */
export async function setName({ kysely }: Database, name: string): Promise<void> {
  await sql`update personas set name = ${name} where id = (select min(id) from personas)`.execute(kysely);
}
