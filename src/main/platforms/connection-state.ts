import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";

/** How one platform fares, as `/health` says it. Times are ISO 8601. */
export type PlatformHealth = {
  /** `waiting`: the next try has a time. `refused`: no more tries before somebody has done what `reason` says. */
  state: "starting" | "connected" | "disconnected" | "waiting" | "refused";
  since: string;
  reason?: string;
  nextTry?: string;
  /** What does not work although the bot is connected. */
  impaired?: string;
};

/** Remembers since when a platform is in its state, and says every change in the log. */
export function createConnectionState({ platform, log }: { platform: string; log: Log }) {
  let health: PlatformHealth = { state: "starting", since: timeIn(0) };
  let impairedBy: string | undefined;

  function become(next: Omit<PlatformHealth, "since">): boolean {
    const isNew = health.state !== next.state;
    health = { ...next, since: isNew ? timeIn(0) : health.since };
    return isNew;
  }

  return {
    health: (): PlatformHealth => ({ ...health, ...(impairedBy !== undefined && { impaired: impairedBy }) }),

    connected() {
      if (become({ state: "connected" })) log.info({ platform }, "connected");
    },

    disconnected(reason: string) {
      if (become({ state: "disconnected", reason }))
        log.warn({ platform, reason }, "the connection was lost");
    },

    /** A failure that passes; the platform is tried again in `waitMs`. */
    waiting(error: unknown, waitMs: number) {
      const reason = error instanceof OutsideError ? error.message : "Something failed here; see the log.";
      const nextTry = timeIn(waitMs);
      become({ state: "waiting", reason, nextTry });
      const level = error instanceof OutsideError ? "warn" : "error";
      log[level]({ platform, nextTry, err: error }, `not connected: ${reason}`);
    },

    refused(reason: string) {
      become({ state: "refused", reason });
      log.error({ platform }, `not connected, and not tried again: ${reason}`);
    },

    impaired(sentence: string | undefined) {
      if (sentence === impairedBy) return;
      impairedBy = sentence;
      if (sentence !== undefined) log.warn({ platform }, sentence);
    },
  };
}

function timeIn(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
