import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";
import { uncheckedKeyName, uncheckedValue } from "../team/unchecked-keys.ts";

/** One place where sealed texts lie. */
export type SealedPlace = {
  table: keyof Tables;
  column: string;
  /** The table's primary key, the tenant first. */
  key: readonly string[];
  /** The migration that made the column. */
  since: string;
  /** Rows that hold one, where not all do that have a value. */
  only?: { column: string; value: string };
  /** Where a value holds more than the sealed text. */
  value?: { read(value: string): string; write(value: string, sealed: string): string };
};

type SealedColumn<Row> = Extract<keyof Row, `${string}_sealed`>;
type ColumnsOfTables = {
  [Table in keyof Tables as SealedColumn<Tables[Table]> extends never ? never : Table]: {
    [Column in SealedColumn<Tables[Table]>]: {
      key: readonly ["tenant_id", ...(keyof Tables[Table])[]];
      since: string;
    };
  };
};

/** Every column whose name ends in `_sealed`. One that is not named here does not compile. */
const columns: ColumnsOfTables = {
  tenant_settings: { key_sealed: { key: ["tenant_id"], since: "0004-teams" } },
  conversations: { link_sealed: { key: ["tenant_id", "id"], since: "0012-conversations" } },
  installations: {
    token_sealed: { key: ["tenant_id"], since: "0018-installations" },
    refresh_sealed: { key: ["tenant_id"], since: "0018-installations" },
  },
  owed: { standing_sealed: { key: ["tenant_id", "delivery_id"], since: "0025-standing" } },
  sync_runs: { answer_sealed: { key: ["tenant_id"], since: "0027-answers" } },
  links: { answer_sealed: { key: ["tenant_id", "subject_kind", "subject_id"], since: "0027-answers" } },
  leftovers: {
    key_sealed: { key: ["tenant_id", "subject_kind", "subject_id"], since: "0009-forgotten" },
  },
};

/** Where sealed texts lie, each to be found by whoever counts them or seals them anew. */
export const sealedPlaces: readonly SealedPlace[] = [
  ...Object.entries(columns).flatMap(([table, ofTable]) =>
    Object.entries(ofTable).map(([column, about]) => ({ table: table as keyof Tables, column, ...about })),
  ),
  {
    table: "platform_state",
    column: "value",
    key: ["tenant_id", "name"],
    since: "0004-teams",
    only: { column: "name", value: uncheckedKeyName },
    value: uncheckedValue,
  },
];

/** A row of a place: its primary key, and what stands in the column. */
export type SealedRow = { key: readonly string[]; value: string };

/** Up to `limit` rows in the order of their keys, those after `after`. */
export async function readPlace(
  kysely: Kysely<Tables>,
  { table, column, key, only }: SealedPlace,
  after: readonly string[] | undefined,
  limit: number,
): Promise<SealedRow[]> {
  const keys = sql.join(key.map((name) => sql.ref(name)));
  const { rows } = await sql<{ [column: string]: string }>`
    select ${keys}, ${sql.ref(column)} as sealed_value from ${sql.table(table)}
    where ${sql.ref(column)} is not null
    ${only ? sql`and ${sql.ref(only.column)} = ${only.value}` : sql``}
    ${after ? sql`and (${keys}) > (${sql.join(after)})` : sql``}
    order by ${keys} limit ${limit}`.execute(kysely);
  return rows.map((row) => ({ key: key.map((name) => row[name] ?? ""), value: row.sealed_value ?? "" }));
}

/** Puts a value in the place of another; false when by now something else stands there, or nothing. */
export async function replaceIn(
  kysely: Kysely<Tables>,
  { table, column, key }: SealedPlace,
  row: SealedRow,
  value: string,
): Promise<boolean> {
  const isRow = key.map((name, index) => sql`${sql.ref(name)} = ${row.key[index]}`);
  const result = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${value}
    where ${sql.join(isRow, sql` and `)} and ${sql.ref(column)} = ${row.value}`.execute(kysely);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** The sealed text of a row. */
export function sealedTextOf({ value }: SealedPlace, row: Pick<SealedRow, "value">): string {
  return value ? value.read(row.value) : row.value;
}

/** Plain SQL, for a database that may not be written to and has had these migrations: place by its index, tenant, value. */
export function sealedQuery(done: readonly { name: string }[]): string {
  const queries = sealedPlaces.flatMap(({ table, column, since, only }, index) => {
    const condition = only ? ` and ${only.column} = '${only.value}'` : "";
    return done.some(({ name }) => name === since)
      ? [
          `select ${index} as place, tenant_id, ${column} as value from ${table} where ${column} is not null${condition}`,
        ]
      : [];
  });
  return queries.join(" union all ");
}
