import { keptPauseMs } from "../errors.ts";

/** More than Slack limits at once in one workspace; beyond that those that end soonest are forgotten. */
const mostPauses = 500;

/** What Slack wants to be left alone with, and for how long. */
export type Pauses = {
  /** Milliseconds that are left; 0: none asked for. */
  leftMs(what: string): number;
  begin(what: string, pauseMs: number): void;
};

export function createPauses(now = () => performance.now()): Pauses {
  const untilMs = new Map<string, number>();
  return {
    leftMs: (what) => Math.max(0, (untilMs.get(what) ?? 0) - now()),
    begin(what, pauseMs) {
      for (const [other, endMs] of untilMs) if (endMs <= now()) untilMs.delete(other);
      if (untilMs.size >= mostPauses) {
        const [soonest] = [...untilMs].sort(([, a], [, b]) => a - b);
        if (soonest) untilMs.delete(soonest[0]);
      }
      untilMs.set(what, now() + keptPauseMs(pauseMs));
    },
  };
}
