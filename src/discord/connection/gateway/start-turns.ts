import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../log.ts";
import { within } from "../../../within.ts";
import type { ShardSharing } from "./shard-sharing.ts";

/** Two starts of one bucket are five seconds apart; a little more, for they are counted where they arrive. */
export const startEveryMs = 5500;

export type StartTurns = {
  /** Resolves when this shard may identify; rejects when `signal` aborts. */
  wait(shard: number, signal: AbortSignal): Promise<void>;
};

/**
 * Whose turn it is to identify: https://discord.com/developers/docs/events/gateway#rate-limiting. `next` takes the next
 * start in a bucket and says how long it has to be waited for.
 */
export function createStartTurns(
  maxConcurrency: number,
  next: (bucket: number) => Promise<number> | number,
): StartTurns {
  return {
    async wait(shard, signal) {
      const waitMs = await next(shard % Math.max(1, maxConcurrency));
      if (waitMs > 0) await delay(waitMs, undefined, { signal });
    },
  };
}

/** The starts of this process alone. */
export function createOwnStarts(everyMs: number): (bucket: number) => number {
  const nextMs = new Map<number, number>();
  return (bucket) => {
    const nowMs = performance.now();
    const atMs = Math.max(nowMs, nextMs.get(bucket) ?? 0);
    nextMs.set(bucket, atMs + everyMs);
    return atMs - nowMs;
  };
}

/** No shard waits longer for the database to say whose turn it is: it takes no commands meanwhile. */
const askedWithinMs = 5000;

/**
 * The starts of all processes of an application; while the database is away, those of this process alone. Never rejects: discord.js
 * would connect again at once, and again, and then identify once for each time, until the day's starts are used up.
 */
export function createSharedStarts(
  sharing: Pick<ShardSharing, "nextStart">,
  { applicationId, everyMs, log }: { applicationId: string; everyMs: number; log: Log },
): (bucket: number) => Promise<number> {
  const own = createOwnStarts(everyMs);

  async function ask(bucket: number): Promise<number | undefined> {
    try {
      return await sharing.nextStart(applicationId, bucket, everyMs);
    } catch (error) {
      log.warn(
        { err: error },
        "the database does not say when a shard may start; it goes by this process alone",
      );
      return undefined;
    }
  }

  return async (bucket) => (await within(ask(bucket), askedWithinMs))?.value ?? own(bucket);
}
