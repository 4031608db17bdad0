import type { RowWatches } from "../sqlite/row-watch.ts";
import type { DraftRow } from "./team-rows.ts";

/** Forms that are open at once, or nearly; of an earlier one the draft is read. */
const mostRows = 200;
/** One with a file in it is read, too. */
const longestValues = 20_000;

const columns = [
  "tenant_id",
  "form_id",
  "user_id",
  "command",
  "values_json",
  "notice",
  "created_at",
] as const;

export type RecentDrafts = {
  find(tenantId: string, formId: string): DraftRow | undefined;
  /** It could not be stored after all. */
  forget(tenantId: string, formId: string): void;
};

/** The drafts that were written last, as they lie in the database: whoever sends a form nearly always has opened it a moment ago. */
export function createRecentDrafts(watches: RowWatches): RecentDrafts {
  const rows = new Map<string, DraftRow>();
  const nameOf = (tenantId: string, formId: string) => `${tenantId}/${formId}`;

  function heard(row: DraftRow): void {
    const name = nameOf(row.tenant_id, row.form_id);
    rows.delete(name);
    if (row.values_json.length + row.notice.length <= longestValues) rows.set(name, row);
    const [oldest] = rows.size > mostRows ? rows.keys() : [];
    if (oldest !== undefined) rows.delete(oldest);
  }

  for (const after of ["insert", "update"] as const) {
    watches.watch({
      table: "drafts",
      after,
      columns,
      undone: () => rows.clear(),
      heard: (...values) =>
        heard(Object.fromEntries(columns.map((column, at) => [column, String(values[at])])) as DraftRow),
    });
  }
  watches.watch({
    table: "drafts",
    after: "delete",
    columns: ["tenant_id", "form_id"],
    undone: () => rows.clear(),
    heard: (tenantId, formId) => void rows.delete(nameOf(String(tenantId), String(formId))),
  });

  return {
    find(tenantId, formId) {
      watches.catchUp();
      return rows.get(nameOf(tenantId, formId));
    },
    forget: (tenantId, formId) => void rows.delete(nameOf(tenantId, formId)),
  };
}
