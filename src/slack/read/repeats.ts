import { createExpiringCache } from "../../expiring-cache.ts";
import type { Acknowledgement, Given } from "../answer/acknowledgement.ts";

/** Slack repeats a delivery within minutes, if at all. */
const keptMs = 10 * 60_000;
const mostKept = 2000;

/**
 * Payloads that Slack has delivered before, because it did not hear the acknowledgement in time. The work and its
 * answers are the first delivery's; a further one is only acknowledged, as the first was.
 */
export type Repeats<Body> = {
  /** Whether it was here before; then it has been acknowledged. `id` is the payload's own; without one it is new. */
  isRepeat(id: string | undefined, acknowledgement: Acknowledgement<Body>): Promise<boolean>;
};

export function createRepeats<Body>(): Repeats<Body> {
  // Not the acknowledgement itself, which holds its whole payload.
  const seen = createExpiringCache<Promise<Given<Body>>>({
    freshMs: keptMs,
    most: mostKept,
    now: () => performance.now(),
  });
  return {
    async isRepeat(id, acknowledgement) {
      if (id === undefined) return false;
      const first = seen.find(id);
      if (!first?.isFresh) {
        seen.keep(id, acknowledgement.given);
        return false;
      }
      const { body, isTaken, isWithheld } = await first.value;
      if (isWithheld) {
        await acknowledgement.withhold();
        return true;
      }
      // Where Slack came too late for it, its words went another way.
      await acknowledgement.give(isTaken ? body : undefined);
      return true;
    },
  };
}
