import { sql } from "kysely";
import type { Database } from "./connect.ts";

/**
 * Many rows as one parameter, to be joined as `item`, whose `item.value ->> 'key'` is a member. One statement text for any
 * number of rows.
 */
export function itemsOf({ engine }: Pick<Database, "engine">, rows: readonly object[]) {
  const json = JSON.stringify(rows);
  return engine === "sqlite"
    ? sql<{ value: unknown }>`json_each(${json})`.as<"item">(sql`item`)
    : sql<{ value: unknown }>`json_array_elements(${json}::json)`.as<"item">(sql`item(value)`);
}
