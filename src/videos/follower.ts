import type { Logger } from "pino";
import { createTicker, type Rounds } from "../ticker.ts";
import { createShares } from "../turns.ts";
import { asWork } from "../work.ts";
import type { VideoDeps } from "./deps.ts";
import { lookAtAll } from "./look.ts";
import { lookLeaseMs } from "./pauses.ts";
import { type TellVideo, tellOne } from "./tell.ts";

const tickMs = 1000;
const mostAtOnce = 20;
/** So many messages of one team, or rounds of its videos: where they take their time there is room for those of others. */
const mostOfTeam = 5;
/** A round asks about so many, one after the other. */
const videosPerRound = 20;
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
  const shares = createShares({ atOnce: mostAtOnce, ofTeam: mostOfTeam });
  const { progress, linking } = deps;
  let isHeldUp = false;

  async function tick(): Promise<void> {
    isHeldUp = shares.room() === 0 || shares.full().length > 0;
    if (shares.room() === 0) return;
    const looks = await progress.claimLooks(videosPerRound, lookLeaseMs, shares.full());
    for (const [tenantId, videos] of Map.groupBy(looks, (video) => video.tenantId))
      begin(tenantId, () => lookAtAll(deps, tenantId, videos));
    const room = shares.room();
    const posts = room > 0 ? await progress.claimPosts(room, tellLeaseMs, shares.full()) : [];
    for (const video of posts) begin(video.tenantId, () => tellOne({ progress, tell, log }, video));
    // There may be more, of others.
    if (posts.length > 0) ticker.wake();
  }

  function begin(tenantId: string, work: () => Promise<boolean>): void {
    let mayBeMore = false;
    const done = asWork(linking.now(), work)
      .then((isNews) => {
        mayBeMore = isNews;
      })
      .catch((error: unknown) => log.error({ tenant: tenantId, err: error }, "a video is stuck for now"));
    shares.add(tenantId, done, () => {
      if (mayBeMore || isHeldUp) ticker.wake();
    });
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => log.error({ err: error }, "the videos could not be read"),
  });

  return { start: ticker.start, wake: ticker.wake, stop: (withinMs) => ticker.stop(withinMs, shares.all) };
}
