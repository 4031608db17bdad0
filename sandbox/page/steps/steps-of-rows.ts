import type { RowChange } from "../row-watch.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** What the bot wrote to its own database. */
export function rowSteps(changes: readonly RowChange[]): UntimedStep[] {
  return changes.map((change) => ({
    from: "bot",
    to: "database",
    title: titleOf(change),
    payload: change.row,
  }));
}

function titleOf({ before, row }: RowChange): string {
  if (before === undefined) return `the record ${row.id} is saved, its link is ${row.link}`;
  if (before.link !== row.link) return `the record's link is now ${row.link}`;
  if (row.failure_kind !== null && before.failure_kind !== row.failure_kind)
    return `the failure is noted: ${row.failure_kind}`;
  if (before.attempt < row.attempt) return `attempt ${row.attempt} is noted`;
  if (before.revision < row.revision) return "the changed record is saved";
  return "the record is updated";
}
