import type { DueTimes, Queue } from "../../database/due-times.ts";
import { createClockWatch } from "../../link/clock-watch.ts";
import type { Log } from "../../log.ts";
import { createTicker } from "../../ticker.ts";

/** How late what nobody here has announced may be noticed, such as what another process has made due. */
const mostLateMs = 10_000;
/** What is written together is asked about together. */
const gatherMs = 500;
/** Those whom it wakes look for themselves this often, whatever it says. */
export const byThemselvesMs = 5 * 60_000;
/** What is due can be held up, by a pause or by another process: so often it is tried again. */
const heldUpMs = mostLateMs;

/** Who takes up what is due. */
export type Wakers = { [queue in Queue]: () => void };

export type Alarm = {
  start(wake: Wakers): void;
  /** Something was made due that nobody here knows of yet. */
  ask(): void;
  stop(): Promise<void>;
  silentForMs(): number;
};

/**
 * Wakes each queue when something in it is due, so that where nothing is, the database is asked one question in ten seconds.
 * A missed word costs no more than that.
 */
export function createAlarm({
  read,
  now,
  log,
}: {
  read(): Promise<DueTimes>;
  now(): number;
  log: Log;
}): Alarm {
  const clock = createClockWatch(now);
  const woken = new Map<Queue, { latestMs: number; atMs: number }>();
  let asking: NodeJS.Timeout | undefined;
  let waitMs = mostLateMs;
  let wakers: Partial<Wakers> = {};

  async function look(): Promise<void> {
    clearTimeout(asking);
    asking = undefined;
    // All times that are noted seem far away then.
    if (clock.wasSetBack()) for (const someone of new Set(Object.values(wakers))) someone();
    const due = await read();
    waitMs = mostLateMs;
    for (const [queue, { latestMs, nextMs }] of Object.entries(due) as [Queue, DueTimes[Queue]][]) {
      if (latestMs === undefined) woken.delete(queue);
      else if (isNews(queue, latestMs)) wakers[queue]?.();
      if (nextMs !== undefined) waitMs = Math.min(waitMs, Math.max(0, nextMs - now()) + 1);
    }
  }

  function isNews(queue: Queue, latestMs: number): boolean {
    const last = woken.get(queue);
    const atMs = performance.now();
    if (last?.latestMs === latestMs && atMs - last.atMs < heldUpMs) return false;
    woken.set(queue, { latestMs, atMs });
    return true;
  }

  const ticker = createTicker({
    everyMs: () => waitMs,
    tick: look,
    failed: (error) => log.error({ err: error }, "what is due could not be read"),
  });

  function ask(): void {
    if (asking === undefined && !ticker.isStopped()) asking = setTimeout(ticker.wake, gatherMs);
  }

  return {
    start(wake) {
      wakers = wake;
      ticker.start();
    },
    ask,
    async stop() {
      clearTimeout(asking);
      await ticker.stop(1000, () => []);
    },
    silentForMs: ticker.silentForMs,
  };
}
