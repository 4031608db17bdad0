import type { Database } from "../../../src/database/opening/connect.ts";
import { aStoredPersona } from "./persona-builders.ts";
import { type FlatRow, insertFlat } from "./persona-rows.ts";

/** A row in step with Tavus, about which nothing is due and nobody waits to be told. */
export function aLinkedRow(members: Partial<FlatRow> = {}): FlatRow {
  return aStoredPersona({
    link: "linked",
    pushed_revision: 1,
    next_attempt_at: null,
    told_at: "2026-01-01T00:00:00.000Z",
    ...members,
  });
}

export function storeRows(database: Database, rows: readonly FlatRow[]): Promise<void> {
  return insertFlat(database, rows);
}

/** As many rows, named "Persona 1" and so on, each made a second after the one before. */
export function rowsOf(tenantId: string, count: number, first = 1): FlatRow[] {
  return Array.from({ length: count }, (_, index) =>
    aLinkedRow({
      tenant_id: tenantId,
      name: `Persona ${first + index}`,
      created_at: new Date(Date.UTC(2026, 0, 1) + (first + index) * 1000).toISOString(),
    }),
  );
}
