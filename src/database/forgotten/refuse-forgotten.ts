import {
  type ColumnNode,
  InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  type PluginTransformQueryArgs,
  type RawBuilder,
  sql,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import { workBeganMs } from "../../work.ts";
import { teamTables } from "../team-tables.ts";
import { afterAllTimes, isoTime } from "../times.ts";

/**
 * Refuses every row of a team that was forgotten after the present work began, or is being forgotten. It is asked in the
 * statement that inserts, so that no row slips through between asking and writing: the team's id then becomes null, which
 * no table takes, and `explainForgotten` says what that means.
 */
export const refuseForgotten: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => (InsertQueryNode.is(node) ? guarded(node) : node),
  transformResult: async ({ result }) => result,
};

/** The team's id as it is to be inserted. */
export function livingTenant(tenantId: unknown): RawBuilder<string> {
  return sql`case when ${isForgotten(tenantId)} then null else ${tenantId} end`;
}

/** Whether the team was forgotten since the present work began. */
export function isForgotten(tenantId: unknown): RawBuilder<boolean> {
  return sql`exists (select 1 from forgotten where tenant_id = ${tenantId}
    and (ended_at is null or ended_at >= ${workBegan()}))`;
}

/** UTC ISO-8601. Work of which nobody has said when it began is stopped only while the team's rows are deleted. */
export function workBegan(): string {
  const beganMs = workBeganMs();
  return beganMs === undefined ? afterAllTimes : isoTime(beganMs);
}

function guarded(node: InsertQueryNode): InsertQueryNode {
  const table = node.into?.table.identifier.name ?? "";
  if (!(table in teamTables) || "outlives" in teamTables[table as keyof typeof teamTables]) return node;
  const place = (node.columns ?? []).findIndex((column) => nameOf(column) === "tenant_id");
  if (place < 0 || !node.values || !ValuesNode.is(node.values)) {
    throw new Error(`A row of ${table} is inserted in a way that does not show whose it is.`);
  }
  const rows = node.values.values.map((row) => {
    const cells = ValueListNode.is(row) ? [...row.values] : row.values.map((cell) => ValueNode.create(cell));
    const cell = cells[place];
    if (cell && ValueNode.is(cell)) cells[place] = livingTenant(cell.value).toOperationNode();
    return ValueListNode.create(cells satisfies OperationNode[]);
  });
  return { ...node, values: ValuesNode.create(rows) };
}

function nameOf({ column }: ColumnNode): string {
  return column.name;
}
