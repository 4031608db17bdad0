import { within } from "./within.ts";

/** Work that goes on in the background: time and again it looks at what is due. */
export type Rounds = {
  /** `everyMs`: how often it looks by itself; absent: as often as is usual for it. Longer for one that is woken when something is due. */
  start(everyMs?: number): void;
  /** Looks at once at what is due. */
  wake(): void;
  /** Takes nothing new; resolves when what is in flight has ended, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
};

export type Ticker = {
  /** `everyMs`: another pace than the one it was created with. */
  start(everyMs?: number): void;
  /** Ticks at once, or again as soon as the present tick is over. */
  wake(): void;
  /**
   * Ticks no more; resolves when the present tick and what `alsoPending` names after it have ended, or after `withinMs`.
   * What fails meanwhile has been told by whoever began it.
   */
  stop(withinMs: number, alsoPending: () => Iterable<Promise<unknown>>): Promise<void>;
  isStopped(): boolean;
  /** How long ago a tick last ended without a failure, or the ticker was started. */
  silentForMs(): number;
};

/**
 * Calls `tick` every so often, one at a time; how often may be decided after each. A tick that rejects goes to `failed`, and
 * the next one comes all the same.
 */
export function createTicker(options: {
  everyMs: number | (() => number);
  tick(): Promise<void>;
  failed(error: unknown): void;
}): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let isStopped = true;
  let isWoken = false;
  let lastGoodMs = 0;
  let paceMs: number | undefined;

  async function tickSafely(): Promise<void> {
    isWoken = false;
    clearTimeout(timer);
    try {
      await options.tick();
      lastGoodMs = performance.now();
    } catch (error) {
      options.failed(error);
    }
    ticking = undefined;
    if (!isStopped) timer = setTimeout(wake, isWoken ? 0 : pauseMs());
  }

  function pauseMs(): number {
    if (paceMs !== undefined) return paceMs;
    return typeof options.everyMs === "number" ? options.everyMs : options.everyMs();
  }

  function wake(): void {
    if (isStopped) return;
    if (ticking !== undefined) isWoken = true;
    else ticking = tickSafely();
  }

  return {
    start(everyMs) {
      paceMs = everyMs;
      isStopped = false;
      lastGoodMs = performance.now();
      wake();
    },
    wake,
    async stop(withinMs, alsoPending) {
      isStopped = true;
      clearTimeout(timer);
      // The present tick may begin more.
      const ended = async () => {
        await ticking;
        await Promise.allSettled(alsoPending());
      };
      await within(ended(), withinMs);
    },
    isStopped: () => isStopped,
    silentForMs: () => performance.now() - lastGoodMs,
  };
}
