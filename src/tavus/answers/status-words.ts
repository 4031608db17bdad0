/** Words for one state, as servers say them; Tavus documents one for each kind of object, and promises none. */
const failed = new Set(["error", "errored", "failed", "failure", "fail", "rejected", "denied", "aborted"]);
const done = new Set(["ready", "completed", "complete", "done", "finished", "success", "succeeded"]);
const begun = new Set(["started", "training", "queued", "pending", "processing", "running", "submitted"]);
const over = new Set([
  ...["ended", "completed", "complete", "finished", "closed", "terminated", "deleted", "expired"],
]);
const off = new Set(["inactive", "disabled", "deactivated", "archived", "expired", "ended", "deleted"]);

/** A status as the sets above have it: however it is written, it is the same. Undefined: none was said. */
export function readStatus(said: unknown): string | undefined {
  return typeof said === "string" ? said.trim().toLowerCase() || undefined : undefined;
}

type Status = string | undefined;

/** What was asked for will not come. */
export function hasFailed(status: Status): boolean {
  return status !== undefined && (failed.has(status) || /^cancel/.test(status));
}

/** What was asked for is there. */
export function isDone(status: Status): boolean {
  return status !== undefined && done.has(status);
}

/** What was asked for is on its way. */
export function isUnderWay(status: Status): boolean {
  return status !== undefined && (begun.has(status) || /^in.progress$/.test(status));
}

/** A conversation does not go on, be it that it never came to be. */
export function isOver(status: Status): boolean {
  return status !== undefined && (over.has(status) || hasFailed(status));
}

/** A landing page lets nobody in. */
export function isOff(status: Status): boolean {
  return status !== undefined && off.has(status);
}
