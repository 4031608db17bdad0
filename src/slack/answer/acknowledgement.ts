import { answerDeadlineMs } from "../../chat/limits.ts";
import type { Log } from "../../log.ts";
import { wellFormed } from "../../text/well-formed.ts";

/** The one acknowledgement of one payload: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export type Acknowledgement<Body> = {
  isGiven(): boolean;
  /**
   * Resolves to whether Slack takes it, and so shows `body`. The second and every later one is not taken. Where `body` is longer than
   * an acknowledgement may be, `shorter` is given in its place, or nothing, and it counts as not taken.
   */
  give(body?: Body, shorter?: Body): Promise<boolean>;
  /** There will be none: Slack tells the person that it did not work, and leaves a form open with all that was typed. */
  withhold(): Promise<void>;
  /** What it was in the end. */
  given: Promise<Given<Body>>;
};

/** `body`: what it carried; `isTaken`: Slack has shown that. */
export type Given<Body> = { body: Body | undefined; isTaken: boolean; isWithheld?: true };

/**
 * Of the body alone. Slack closes a socket on which it gets more than 20,480 bytes at once, and what was acknowledged so comes again, on
 * the next one (revelrylabs/slax#614, slack-go/slack#1196). Of HTTP no limit is known, so that there it costs a request at most.
 */
const mostBytes = 20_000;

/** Given in the place of an acknowledgement's body: nothing is to be acknowledged. */
export const withheld = Symbol("no acknowledgement");

export type Ack<Body> = (body?: Body) => Promise<void>;

/** `onGiven` is called when Slack waits no longer. */
export function createAcknowledgement<Body>(
  waiting: Ack<Body>,
  { log, onGiven }: { log: Log; onGiven(): void },
): Acknowledgement<Body> {
  const arrivedMs = performance.now();
  const given = Promise.withResolvers<Given<Body>>();
  let isGiven = false;
  /** It holds the whole payload, and is called once; whoever holds this may wait a quarter of an hour for Tavus. */
  let ack: Ack<Body> | undefined = waiting;

  async function isTaken(body: Body | undefined): Promise<boolean> {
    try {
      await ack?.(body);
    } catch (error) {
      // The socket closed, or Bolt's own three seconds over HTTP ran out.
      log.warn({ err: error }, "Slack did not take an acknowledgement");
      return false;
    } finally {
      ack = undefined;
      onGiven();
    }
    return performance.now() - arrivedMs < answerDeadlineMs;
  }

  return {
    isGiven: () => isGiven,
    async give(body, shorter) {
      if (isGiven) return false;
      isGiven = true;
      const isWhole = fits(body);
      const carried = isWhole ? body : shorter;
      const outcome = { body: carried, isTaken: await isTaken(wellFormed(carried)) };
      given.resolve(outcome);
      return isWhole && outcome.isTaken;
    },
    async withhold() {
      if (isGiven) return;
      isGiven = true;
      // Bolt hands on whatever it is given, to `deliver`, which knows it.
      await isTaken(withheld as unknown as Body);
      given.resolve({ body: undefined, isTaken: false, isWithheld: true });
    },
    given: given.promise,
  };
}

function fits(body: unknown): boolean {
  return body === undefined || Buffer.byteLength(JSON.stringify(body)) <= mostBytes;
}
