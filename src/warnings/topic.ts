import { createHash } from "node:crypto";
import type { StoredWarning } from "../database/team/stored-warning.ts";
import { type Cause, isCause } from "./causes.ts";

/** The warning that says that warnings have no channel any more. */
export const channelTopic = "channel";

/** Topics of automatic syncs that failed are below this one. */
export const syncTopic = "sync";

/** Causes that a call to Tavus refutes by going well. */
export const keyCauses: readonly Cause[] = ["noKey", "lockedKey", "invalidKey"];

/** Two failures of one topic are one warning: the cause or, where Tavus refuses, the gist of what it says. */
export function topicOf(cause: Cause, gist = ""): string {
  if (cause !== "rejected") return cause;
  return `${cause}:${createHash("sha256").update(gist).digest("hex").slice(0, 12)}`;
}

/** Whether a warning lists personas; others have a topic of their own, such as `sync:timedOut`. */
export function isAboutPersonas({ topic, cause }: Pick<StoredWarning, "topic" | "cause">): boolean {
  return topic === cause || topic.startsWith(`${cause}:`);
}

/** A row of a later version may hold a cause that this one does not know. */
export function causeOf({ cause }: Pick<StoredWarning, "cause">): Cause {
  return isCause(cause) ? cause : "unexpectedReply";
}
