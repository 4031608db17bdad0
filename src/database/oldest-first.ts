/**
 * In the order in which they were made, for people who read them line by line: asked for by their ids they come as each engine
 * finds them, on PostgreSQL those last that were changed last. Sorted here, for a database that is to sort may choose another index.
 */
export function oldestFirst<Row extends { createdMs: number; id: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => one.createdMs - other.createdMs || (one.id < other.id ? -1 : 1));
}
