import type { Cause } from "../../../warnings/causes.ts";
import { syncTopic } from "../../../warnings/topic.ts";
import type { RaisedFailure } from "../../../warnings/warnings.ts";
import type { SyncSummary } from "../sync-verbs.ts";

/** What the team is told of an automatic sync that Tavus did not let finish; the next one that does is its end. */
export function autoSyncFailure({
  stoppedBecause: stop,
}: Pick<SyncSummary, "stoppedBecause">): RaisedFailure | undefined {
  if (stop?.kind === "noKey") {
    const missing = stop.isLocked ? "lockedKey" : "noKey";
    return { cause: missing, topic: topicOf(missing) };
  }
  if (stop?.kind !== "tavus") return undefined;
  const { cause, words, incident } = stop;
  return { cause, words, incident, topic: topicOf(cause) };
}

function topicOf(cause: Cause): string {
  return `${syncTopic}:${cause}`;
}
