import { createHash } from "node:crypto";
import type { StoredWarning } from "../database/team/stored-warning.ts";
import { type Cause, isCause } from "./causes.ts";
import type { Operation } from "./sentences.ts";

/** The warning that says that warnings have no channel any more. */
export const channelTopic = "channel";

/** Topics of automatic syncs that failed are below this one. */
export const syncTopic = "sync";

/** Causes that a call to Tavus refutes by going well. */
export const keyCauses: readonly Cause[] = ["noKey", "lockedKey", "invalidKey"];

/** Two failures of one topic are one warning: the cause or, where Tavus refuses, what it refuses. */
export function topicOf(cause: Cause, words: string | null): string {
  if (cause !== "rejected") return cause;
  const digest = createHash("sha256")
    .update(words ?? "")
    .digest("hex");
  return `${cause}:${digest.slice(0, 12)}`;
}

/** Whether a warning lists personas; others have a topic of their own, such as `sync:timedOut`. */
export function isAboutPersonas({ topic, cause }: Pick<StoredWarning, "topic" | "cause">): boolean {
  return topic === cause || topic.startsWith(`${cause}:`);
}

/** What was being done when it was raised. */
export function operationOf({ topic }: Pick<StoredWarning, "topic">): Operation & ("team" | "autoSync") {
  return topic.startsWith(`${syncTopic}:`) ? "autoSync" : "team";
}

/** Failures of a cause that are told apart by Tavus's words; the rest fails in many words for one reason. */
export function failingOf({ cause, words }: Pick<StoredWarning, "cause" | "words">) {
  return { cause, words: cause === "rejected" ? words : null };
}

/** A row of a later version may hold a cause that this one does not know. */
export function causeOf({ cause }: Pick<StoredWarning, "cause">): Cause {
  return isCause(cause) ? cause : "unexpectedReply";
}
