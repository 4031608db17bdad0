import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Reply } from "../reply.ts";

/** One change of a message a second is what both platforms take for minutes on end. */
const betweenMs = 1000;
/** Whose process stood still for so long may be answered by another one by now, and what is shown would stand over that for good. */
const longestKeptMs = 5000;

export type Progress = {
  /** Shows this state, or remembers it until its turn comes; a newer one takes its place meanwhile. */
  show(reply: Reply): void;
  /** Nothing is shown any more; resolves when what is on its way has arrived. */
  end(): Promise<void>;
};

/** Spaces out the states of a long piece of work. That one could not be shown harms neither the work nor its answer. */
export function createProgress(show: (reply: Reply) => Promise<void>, log: Logger): Progress {
  const over = new AbortController();
  let newest: { reply: Reply; atMs: number } | undefined;
  let showing: Promise<void> | undefined;

  async function showOne(reply: Reply): Promise<void> {
    try {
      await show(reply);
    } catch (error) {
      log.warn({ err: error }, "a state in between could not be shown");
    }
  }

  async function showEach(): Promise<void> {
    while (newest && !over.signal.aborted) {
      const pause = delay(betweenMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      const { reply, atMs } = newest;
      newest = undefined;
      if (performance.now() - atMs < longestKeptMs) await showOne(reply);
      await pause;
    }
    showing = undefined;
  }

  return {
    show(reply) {
      newest = { reply, atMs: performance.now() };
      showing ??= showEach();
    },
    async end() {
      over.abort();
      await showing;
    },
  };
}
