import type { Logger } from "pino";
import { createTicker, type Rounds } from "../ticker.ts";
import { asWork } from "../work.ts";
import type { VideoDeps } from "./deps.ts";
import { lookAtAll } from "./look.ts";
import { lookLeaseMs } from "./pauses.ts";
import { type TellVideo, tellOne } from "./tell.ts";

const tickMs = 1000;
const mostAtOnce = 20;
/** Longer than a message with all its repetitions. */
const tellLeaseMs = 120_000;

export type Follower = Rounds;

/**
 * Asks Tavus how far the videos are that are not over, and says how each ended. What is due is claimed in the database, so
 * that several processes share it and a restart needs nothing; where nothing is open, nothing is asked.
 */
export function createFollower(
  deps: Omit<VideoDeps, "wakeFollower">,
  { tell, log }: { tell: TellVideo; log: Logger },
): Follower {
  const busy = new Set<Promise<void>>();
  const { progress, linking } = deps;

  async function tick(): Promise<void> {
    if (busy.size >= mostAtOnce) return;
    const looks = await progress.claimLooks(mostAtOnce, lookLeaseMs);
    for (const [tenantId, videos] of Map.groupBy(looks, (video) => video.tenantId))
      begin(tenantId, () => lookAtAll(deps, tenantId, videos));
    const posts = await progress.claimPosts(mostAtOnce, tellLeaseMs);
    for (const video of posts) begin(video.tenantId, () => tellOne({ progress, tell, log }, video));
  }

  function begin(tenantId: string, work: () => Promise<boolean>): void {
    const done: Promise<void> = asWork(linking.now(), work)
      .catch((error: unknown) => {
        log.error({ tenant: tenantId, err: error }, "a video is stuck for now");
        return false;
      })
      .then((mayBeMore) => {
        busy.delete(done);
        if (mayBeMore) ticker.wake();
      });
    busy.add(done);
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => log.error({ err: error }, "the videos could not be read"),
  });

  return { start: ticker.start, wake: ticker.wake, stop: (withinMs) => ticker.stop(withinMs, () => busy) };
}
