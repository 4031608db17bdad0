import { createHash } from "node:crypto";
import { CompiledQuery, type Kysely, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { Tables } from "../tables.ts";

export type Row = { [column: string]: string | number | null };

/** One side of a move: everything is asked within one transaction, and without the rules for work under way. */
export type Side = { kysely: Kysely<Tables>; engine: Database["engine"] };

const rowsPerPage = 500;
/** SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const mostParameters = 30_000;

/** Every row of a table, a page at a time. */
export async function* readRows(side: Side, table: keyof Tables): AsyncGenerator<Row[]> {
  yield* side.engine === "sqlite" ? readByRowid(side.kysely, table) : readByCursor(side.kysely, table);
}

async function* readByRowid(kysely: Kysely<Tables>, table: keyof Tables): AsyncGenerator<Row[]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<Row & { its_rowid: number }>`
      select rowid as its_rowid, * from ${sql.table(table)} where rowid > ${after}
      order by rowid limit ${rowsPerPage}`.execute(kysely);
    if (rows.length > 0) yield rows.map(({ its_rowid: _, ...row }) => row);
    if (rows.length < rowsPerPage) return;
    after = rows.at(-1)?.its_rowid ?? 0;
  }
}

async function* readByCursor(kysely: Kysely<Tables>, table: keyof Tables): AsyncGenerator<Row[]> {
  await sql`declare rows_to_move no scroll cursor for select * from ${sql.table(table)}`.execute(kysely);
  for (;;) {
    const { rows } = await sql.raw<Row>(`fetch ${rowsPerPage} from rows_to_move`).execute(kysely);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerPage) break;
  }
  await sql`close rows_to_move`.execute(kysely);
}

/** Rows that all have the same columns. Put together as text: Kysely takes longer over so many values than the databases do. */
export async function insertRows(
  { kysely, engine }: Side,
  table: keyof Tables,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const most = Math.max(1, Math.floor(mostParameters / Math.max(1, columns.length)));
  for (let start = 0; start < rows.length; start += most) {
    const some = rows.slice(start, start + most);
    const values = some.flatMap((row) => columns.map((column) => row[column] ?? null));
    const place = (index: number) => (engine === "sqlite" ? "?" : `$${index + 1}`);
    const lists = some.map(
      (_, row) => `(${columns.map((_, column) => place(row * columns.length + column)).join(", ")})`,
    );
    const names = columns.map((column) => `"${column}"`).join(", ");
    const text = `insert into ${table} (${names}) values ${lists.join(", ")}`;
    await kysely.executeQuery(CompiledQuery.raw(text, values));
  }
}

/** What a table comes to, in whatever order its rows are added. */
export type Sum = { count: number; checksum: string };

export function createSum() {
  let count = 0;
  let checksum = 0n;
  return {
    add(row: Row): void {
      count += 1;
      // Sums do not depend on the order in which an engine gives rows out, and 128 bits of each hash are enough to tell.
      checksum = BigInt.asUintN(128, checksum + hashOf(row));
    },
    done: (): Sum => ({ count, checksum: checksum.toString(16).padStart(32, "0") }),
  };
}

/** Both engines give the same text and numbers for the same columns, whatever their order. */
function hashOf(row: Row): bigint {
  const columns = Object.keys(row).sort();
  const text = JSON.stringify(columns.map((column) => [column, row[column] ?? null]));
  return BigInt(`0x${createHash("sha256").update(text).digest("hex").substring(0, 32)}`);
}

export async function sumOf(side: Side, table: keyof Tables): Promise<Sum> {
  const sum = createSum();
  for await (const rows of readRows(side, table)) for (const row of rows) sum.add(row);
  return sum.done();
}
