import type { RowChange, WatchedKind } from "../rows/watched-rows.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** What the bot wrote to its own database. */
export function rowSteps(changes: readonly RowChange[]): UntimedStep[] {
  return changes.map((change) => ({
    from: "bot",
    to: "database",
    title: titleOf(change),
    payload: change.row,
    ...(change.process !== undefined && { process: change.process }),
    ...(change.writtenAtMs !== undefined && { writtenAtMs: change.writtenAtMs }),
  }));
}

/** What people call each kind of row. */
const names: Record<WatchedKind, string> = { persona: "record", conversation: "call", video: "video" };

function titleOf({ kind, before, row }: RowChange): string {
  const name = names[kind];
  if (before === undefined) return `the ${name} ${row.id} is saved, its link is ${row.link}`;
  if (before.link !== row.link) return `the ${name}'s link is now ${row.link}`;
  if (row.failure_kind !== null && before.failure_kind !== row.failure_kind)
    return `the failure is noted: ${row.failure_kind}`;
  if (row.ended_at && !before.ended_at) return `the call's end is noted: ${row.end_reason}`;
  if (row.joined_at && !before.joined_at) return "it is noted that somebody is in the call";
  if (row.phase && before.phase !== row.phase) return `the video is now ${row.phase}`;
  if (row.post_state && before.post_state !== row.post_state) return `its link in chat: ${row.post_state}`;
  if (before.attempt < row.attempt) return `attempt ${row.attempt} is noted`;
  if (before.revision < row.revision) return `the changed ${name} is saved`;
  return `the ${name} is updated`;
}
