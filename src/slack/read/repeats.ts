import { createExpiringCache } from "../../expiring-cache.ts";
import type { Acknowledgement, Given } from "../answer/acknowledgement.ts";

/** Slack repeats a delivery within minutes, if at all. */
const keptMs = 10 * 60_000;
const mostKept = 2000;
/** An acknowledgement's body may be a whole form, and Slack takes it within three seconds of the first delivery. */
const bodyKeptMs = 60_000;

/**
 * Payloads that Slack has delivered before, because it did not hear the acknowledgement in time. The work and its
 * answers are the first delivery's; a further one is only acknowledged, as the first was.
 */
export type Repeats<Body> = {
  /** Whether it was here before; then it has been acknowledged. `id` is the payload's own; without one it is new. */
  isRepeat(id: string | undefined, acknowledgement: Acknowledgement<Body>): Promise<boolean>;
};

/** Not the acknowledgement itself, which holds its whole payload. Undefined once its body is forgotten. */
type Seen<Body> = { given: Promise<Given<Body>> | undefined };

export function createRepeats<Body>({ forgetAfterMs = bodyKeptMs } = {}): Repeats<Body> {
  const seen = createExpiringCache<Seen<Body>>({
    freshMs: keptMs,
    most: mostKept,
    now: () => performance.now(),
  });

  async function forgetBody(first: Seen<Body>): Promise<void> {
    const given = await first.given;
    if (given?.body === undefined) return;
    setTimeout(() => {
      first.given = undefined;
    }, forgetAfterMs).unref();
  }

  return {
    async isRepeat(id, acknowledgement) {
      if (id === undefined) return false;
      const first = seen.find(id);
      if (!first?.isFresh) {
        const one: Seen<Body> = { given: acknowledgement.given };
        seen.keep(id, one);
        void forgetBody(one);
        return false;
      }
      const given = await first.value.given;
      // Acknowledged without its body, a form would close that is to stay open.
      if (given === undefined || given.isWithheld) {
        await acknowledgement.withhold();
        return true;
      }
      const { body, isTaken } = given;
      // Where Slack came too late for it, its words went another way.
      await acknowledgement.give(isTaken ? body : undefined);
      return true;
    },
  };
}
