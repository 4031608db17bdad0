import { setTimeout as delay } from "node:timers/promises";
import { type ConnectionWatch, PlatformTrouble } from "../../chat/platform-trouble.ts";
import type { Log } from "../../log.ts";
import { createConnectionState, type PlatformHealth } from "./connection-state.ts";

/** The pause after each failure in a row, unless the platform asks for a longer one. */
const pausesMs = [2000, 5000, 15_000, 60_000];
const longestPauseMs = 5 * 60_000;
/** After so long without a connection its library is taken to be stuck, and the bot is built anew. */
const stuckMs = 3 * 60_000;

export type Startable = { start(): Promise<void>; stopListening(): void; close(): Promise<void> };

export type KeptBot<Bot> = {
  /** The one bot that is there now, whether or not it is connected. */
  current(): Bot;
  /** Resolves when the first try has ended, whichever way; the others go on by themselves. */
  start(): Promise<void>;
  health(): PlatformHealth;
  stopListening(): void;
  close(): Promise<void>;
};

export type KeepOptions<Bot> = {
  platform: string;
  /** A new bot, not started. One that has failed is closed and never started again. */
  create(watch: ConnectionWatch): Bot;
  log: Log;
  /** No try is made any more. */
  onGivenUp(sentence: string): void;
  /** Tests alone wait less. */
  pauses?: { pausesMs: readonly number[]; stuckMs: number };
};

/**
 * Keeps one platform's bot connected by itself: starts it, waits and tries again while the trouble passes, and gives up
 * where no further try would help.
 */
export function keepConnected<Bot extends Startable>(options: KeepOptions<Bot>): KeptBot<Bot> {
  const { platform, log } = options;
  const pauses = options.pauses ?? { pausesMs, stuckMs };
  const state = createConnectionState({ platform, log });
  const ending = new AbortController();
  let bot = build();
  let failures = 0;
  let stuck: NodeJS.Timeout | undefined;

  function build(): Bot {
    const own: { bot?: Bot } = {};
    // What a bot says that was replaced is about a connection nobody uses.
    const current = (tell: () => void) => own.bot === bot && !ending.signal.aborted && tell();
    own.bot = options.create({
      onConnected: () => current(connected),
      onDisconnected: (reason) => current(() => disconnected(reason)),
      onImpaired: (sentence) => current(() => state.impaired(sentence)),
      onLost: (trouble) => current(() => void recover(trouble)),
    });
    return own.bot;
  }

  function connected(): void {
    clearTimeout(stuck);
    failures = 0;
    state.connected();
  }

  function disconnected(reason: string): void {
    state.disconnected(reason);
    clearTimeout(stuck);
    const sentence = `There has been no connection for ${pauses.stuckMs / 1000} s (${reason}).`;
    stuck = setTimeout(() => void recover(new PlatformTrouble(sentence, {})), pauses.stuckMs).unref();
  }

  async function attempt(): Promise<void> {
    const started = bot;
    const isCurrent = () => started === bot && !ending.signal.aborted;
    try {
      await started.start();
      if (isCurrent()) connected();
    } catch (error) {
      // Not waited for: the next tries go on by themselves.
      if (isCurrent()) void recover(error);
    }
  }

  async function recover(error: unknown): Promise<void> {
    clearTimeout(stuck);
    const failed = bot;
    const trouble = error instanceof PlatformTrouble ? error : undefined;
    if (trouble?.isFinal) {
      state.refused(trouble.message);
      options.onGivenUp(trouble.message);
      return closeQuietly(failed, log);
    }
    const waitMs = Math.max(trouble?.waitMs ?? 0, pauses.pausesMs[failures] ?? longestPauseMs);
    failures += 1;
    bot = build();
    state.waiting(error, waitMs);
    await closeQuietly(failed, log);
    await delay(waitMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
    if (!ending.signal.aborted) await attempt();
  }

  return {
    current: () => bot,
    start: attempt,
    health: state.health,
    stopListening() {
      ending.abort();
      clearTimeout(stuck);
      bot.stopListening();
    },
    async close() {
      ending.abort();
      clearTimeout(stuck);
      await bot.close();
    },
  };
}

async function closeQuietly(bot: Startable, log: Log): Promise<void> {
  await bot.close().catch((error: unknown) => log.warn({ err: error }, "a connection did not close cleanly"));
}
