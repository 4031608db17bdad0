import type { App, BlockAction, ViewSubmitAction } from "@slack/bolt";
import type { Log } from "../log.ts";
import { type Ack, type Acknowledgement, createAcknowledgement } from "./answer/acknowledgement.ts";
import { actionPayload, commandPayload, submissionPayload, suggestionPayload } from "./read/payload.ts";
import { type ReceiveOptions, receive } from "./read/receive.ts";

/** Payloads that Slack still waits for. */
export type Unacknowledged = {
  count(): number;
  /** Wraps Bolt's `ack` and counts until it is given. */
  track<Body>(ack: Ack<Body>): Acknowledgement<Body>;
};

/** `onNone` is called whenever the last one was acknowledged. */
export function createUnacknowledged({ log, onNone }: { log: Log; onNone(): void }): Unacknowledged {
  let count = 0;
  function onGiven() {
    count -= 1;
    if (count === 0) onNone();
  }
  return {
    count: () => count,
    track(ack) {
      count += 1;
      return createAcknowledgement(ack, { log, onGiven });
    },
  };
}

const anything = /.*/;

/** One listener for each kind of payload: Bolt runs all of its listeners for every payload. */
export function listen(app: App, options: ReceiveOptions & { unacknowledged: Unacknowledged }): void {
  const { track } = options.unacknowledged;
  const take = (arrival: Parameters<typeof receive>[0], { retryNum = 0 }: { retryNum?: number }) =>
    receive(arrival, { ...options, isRetry: retryNum > 0 });

  app.command(anything, ({ body, ack, context }) =>
    take({ kind: "command", body: commandPayload.parse(body), acknowledgement: track(ack) }, context),
  );
  app.view<ViewSubmitAction>(anything, ({ body, ack, context }) =>
    take({ kind: "submission", body: submissionPayload.parse(body), acknowledgement: track(ack) }, context),
  );
  app.action<BlockAction>(anything, ({ body, ack, context }) =>
    take({ kind: "action", body: actionPayload.parse(body), acknowledgement: track(ack) }, context),
  );
  app.options<"block_suggestion">(anything, ({ body, ack, context }) =>
    take({ kind: "suggestion", body: suggestionPayload.parse(body), acknowledgement: track(ack) }, context),
  );
}
