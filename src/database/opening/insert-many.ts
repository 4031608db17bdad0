import { setImmediate } from "node:timers/promises";
import { CompiledQuery, type Kysely } from "kysely";
import { workBegan } from "../forgotten/refuse-forgotten.ts";
import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";

type Value = string | number | null | undefined;
type Columns = { [column: string]: Value };

/** Where rows go: `common` is the same in all of them; `key` tells them apart. */
export type Destination = {
  table: keyof Tables;
  key: string;
  engine: Database["engine"];
  common: Columns;
};

/**
 * Inserts many rows of the same columns with few statements; returns the keys of those that were written, which are not
 * those that conflict with one there is. Every text is a parameter of its own: texts inside one JSON parameter cost SQLite
 * as much again to take out. Others have their turn after each statement.
 */
export async function insertMany(
  on: Kysely<Tables>,
  destination: Destination,
  rows: readonly Columns[],
): Promise<string[]> {
  const written: string[] = [];
  for (const some of inBatches(rows)) {
    const { text, values } = insertOf(destination, some);
    const result = await on.executeQuery<{ key: string }>(CompiledQuery.raw(text, values));
    for (const { key } of result.rows) written.push(key);
    // On SQLite nothing else would have its turn before all of it is written.
    await setImmediate();
  }
  return written;
}

const mostRows = 128;

/** Each as long as a power of two, so that there are few different statements and each stays prepared. */
function inBatches<Row>(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  for (let start = 0; start < rows.length; ) {
    const size = Math.min(mostRows, 2 ** Math.floor(Math.log2(rows.length - start)));
    batches.push(rows.slice(start, start + size));
    start += size;
  }
  return batches;
}

/** Both engines call the columns of VALUES column1, column2 and so on. */
function insertOf({ table, key, engine, common }: Destination, rows: readonly Columns[]) {
  const values: (string | number | null)[] = [];
  const place = (value: Value) => {
    if (engine === "sqlite") {
      // Whatever it is: of each batch's length there is one statement, which stays prepared.
      values.push(value ?? null);
      return "?";
    }
    // PostgreSQL takes a parameter here for text.
    if (typeof value !== "string") return String(value ?? null);
    values.push(value);
    return `$${values.length}`;
  };
  const columns = Object.keys(rows[0] ?? {});
  const commonPlaces = Object.entries(common).map(([column, value]) =>
    column === "tenant_id" ? livingTenantIn(place, value) : place(value),
  );
  const rowPlaces = rows.map((row) => `(${columns.map((column) => place(row[column])).join(", ")})`);
  const text = `
    insert into ${table} (${[...Object.keys(common), ...columns].join(", ")})
    select ${[...commonPlaces, ...columns.map((_, index) => `column${index + 1}`)].join(", ")}
    from (values ${rowPlaces.join(", ")}) as item
    where true
    on conflict do nothing
    returning ${key} as key`;
  return { text, values };
}

/** As `livingTenant` says it, for a statement that is put together as text. */
function livingTenantIn(place: (value: Value) => string, tenantId: Value): string {
  return `case when exists (select 1 from forgotten where tenant_id = ${place(tenantId)}
    and (ended_at is null or ended_at >= ${place(workBegan())})) then null else ${place(tenantId)} end`;
}
