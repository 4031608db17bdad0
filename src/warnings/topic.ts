import { createHash } from "node:crypto";
import { settledTopics } from "../database/team/warnings/settled-topics.ts";
import type { StoredWarning } from "../database/team/warnings/stored-warning.ts";
import { type Cause, isCause } from "./causes.ts";
import type { Operation } from "./scene.ts";

/** The warning that says that warnings have no channel any more. Ending it ends what is below it. */
export const channelTopic = settledTopics.channel;

/** The warning that says that the channel did not take one of them. */
export const refusedTopic = `${channelTopic}:refused`;

/** The warning that says that people cannot be told things directly. */
export const directTopic = "direct";

/** Whether a warning is about the channel of all others, and so cannot stand in it. */
export function isAboutChannel({ topic }: Pick<StoredWarning, "topic">): boolean {
  return topic === channelTopic || topic === refusedTopic;
}

/** Topics of automatic syncs that failed are below this one. */
export const syncTopic = settledTopics.autoSync;

/** Topics of rooms that could not be opened are below this one. */
export const callTopic = "call";
/** Topics of what keeps us from seeing how far videos are are below this one. */
export const videosTopic = "videos";

/** Causes that a call to Tavus refutes by going well. */
export const keyCauses: readonly Cause[] = ["noKey", "lockedKey", "invalidKey"];

/** Two failures of one topic are one warning: the cause or, where Tavus refuses, the gist of what it says. */
export function topicOf(cause: Cause, gist = ""): string {
  if (cause !== "rejected") return cause;
  return `${cause}:${createHash("sha256").update(gist).digest("hex").substring(0, 12)}`;
}

/** Whether a warning's words are a remedy of ours, and not what Tavus said. */
export function isInOurWords(cause: Cause): boolean {
  return cause === "channelClosed" || cause === "channelRefused" || cause === "directRefused";
}

/** Whether a warning lists personas; others have a topic of their own, such as `sync:timedOut`. */
export function isAboutPersonas({ topic, cause }: Pick<StoredWarning, "topic" | "cause">): boolean {
  return topic === cause || topic.startsWith(`${cause}:`);
}

/** What was being done when it was raised. */
export function operationOf({
  topic,
}: Pick<StoredWarning, "topic">): Operation & ("team" | "autoSync" | "rooms" | "video") {
  if (topic.startsWith(`${callTopic}:`)) return "rooms";
  if (topic.startsWith(`${videosTopic}:`)) return "video";
  return topic.startsWith(`${syncTopic}:`) ? "autoSync" : "team";
}

/** A row of a later version may hold a cause that this one does not know. */
export function causeOf({ cause }: Pick<StoredWarning, "cause">): Cause {
  return isCause(cause) ? cause : "unexpectedReply";
}
