import type { Database } from "../../src/database/opening/connect.ts";
import { aLinkRow } from "./personas/persona-builders.ts";

/** Of any table, by its columns. */
export type Row = { [column: string]: string | number | null };

const longAgo = "1970-01-02T00:00:00.000Z";

const kinds: { [table: string]: string } = {
  conversations: "conversation",
  videos: "video",
  landing_pages: "landingPage",
};

/** What is not said of the row is as empty as its column allows; a room and a video have their links. */
export async function insertRow({ kysely }: Database, table: string, said: Row): Promise<void> {
  const found = (await kysely.introspection.getTables()).find(({ name }) => name === table);
  const row = Object.fromEntries(
    (found?.columns ?? [])
      .filter(({ name, isNullable, hasDefaultValue }) => name in said || !(isNullable || hasDefaultValue))
      .map(({ name, dataType }) => [name, name in said ? (said[name] ?? null) : emptyOf(name, dataType)]),
  );
  const tables = kysely.withoutPlugins().withTables<{ [any: string]: Row }>();
  const anyTable: string = table;
  await tables.insertInto(anyTable).values(row).execute();
  const kind = kinds[table];
  if (kind === undefined) return;
  const link = aLinkRow({ tenant_id: String(said.tenant_id), subject_kind: kind, subject_id: "x" });
  await kysely.insertInto("links").values(link).execute();
}

function emptyOf(column: string, type: string): string | number {
  if (/int/i.test(type)) return 0;
  return column.endsWith("_at") ? longAgo : "x";
}
