import type { Seen } from "../database/video/video-progress.ts";
import { hasFailed, isDone } from "../tavus/answers/status-words.ts";
import type { TavusVideo } from "../tavus/calls/video-calls.ts";

/** A look at Tavus; `isOver`: nothing more comes of it there. */
export type Look = Seen & { isOver: boolean };

/** What Tavus says of a video. A status of which nobody knows that it is the last goes on. */
export function seenIn(video: TavusVideo): Look {
  const { status, progress, hostedUrl, downloadUrl, stillUrl, details } = video;
  if (isDone(status)) return { phase: "ready", isOver: true, hostedUrl, downloadUrl, stillUrl };
  if (hasFailed(status)) return { phase: "error", isOver: true, reason: details };
  return { phase: status === "queued" ? "queued" : "generating", isOver: false, progress };
}
