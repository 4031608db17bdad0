import type { Seen } from "../database/video/video-progress.ts";
import type { TavusVideo } from "../tavus/calls/video-calls.ts";

/** A look at Tavus; `isOver`: nothing more comes of it there. */
export type Look = Seen & { isOver: boolean };

/** What Tavus says of a video. A status that we do not know goes on. */
export function seenIn(video: TavusVideo): Look {
  const { status, progress, hostedUrl, downloadUrl, stillUrl, details } = video;
  if (status === "ready") return { phase: "ready", isOver: true, hostedUrl, downloadUrl, stillUrl };
  if (status === "error") return { phase: "error", isOver: true, reason: details };
  return { phase: status === "queued" ? "queued" : "generating", isOver: false, progress };
}
