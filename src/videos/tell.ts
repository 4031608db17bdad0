import type { Logger } from "pino";
import type { VideoProgress } from "../database/video/video-progress.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import { OutsideError } from "../errors.ts";
import { type Video, videoFrom } from "./video.ts";

/** Where it came to be said; `overtaken`: nowhere, because something else has become of the video meanwhile. */
export type Said = { state: "posted"; messageId: string } | { state: "told" } | { state: "overtaken" };

export type Telling = {
  /** Since when a message may stand in the channel of which nobody has noted the end, Unix ms; undefined: none does. */
  mayStandSinceMs: number | undefined;
  /** To be called before a message is sent to the channel; false: it is not to be sent any more. */
  posting(): Promise<boolean>;
  /** The same for a message to a person; false: another process says it, or there is nothing to say any more. */
  isOurs(): Promise<boolean>;
};

/** Says how a video ended: where it was asked for, or else to its person. Rejects with OutsideError where the platform failed. */
export type TellVideo = (video: Video, telling: Telling) => Promise<Said>;

const pausesMs = [5000, 15_000, 60_000, 5 * 60_000];
const longestPauseMs = 15 * 60_000;

/** Says how one ended; what fails is said later. Resolves to false: there is nothing more to do at once. */
export async function tellOne(
  { progress, tell, log }: { progress: VideoProgress; tell: TellVideo; log: Logger },
  video: VideoRecord,
): Promise<boolean> {
  const { tenantId: tenant, id, postState, postStartedMs, postTries } = video;
  try {
    // Deleted meanwhile.
    if (video.deletedMs !== undefined) return false;
    const mayStandSinceMs = postState === "posting" ? postStartedMs : undefined;
    const said = await tell(videoFrom(video), {
      mayStandSinceMs,
      posting: () => progress.posting(video),
      isOurs: () => progress.mayBeSaid(video),
    });
    // What it has become is due at once.
    if (said.state === "overtaken") return true;
    await progress.said(video, said);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ tenant, video: id, err: error }, "how a video ended could not be said; it is tried again");
    const pauseMs = pausesMs[postTries] ?? longestPauseMs;
    const againInMs = Math.max(error.waitMs ?? 0, pauseMs);
    // Who asks to wait has taken nothing.
    await progress.sayAgain(video, { againInMs, isUnsent: error.waitMs !== undefined });
  }
  return false;
}
