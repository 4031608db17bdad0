import type {
  App,
  BlockAction,
  MessageShortcut,
  RespondArguments,
  ViewResponseAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type { Log } from "../log.ts";
import { type Ack, type Acknowledgement, createAcknowledgement } from "./answer/acknowledgement.ts";
import type { AnsweredOptions } from "./answer/answer-suggestion.ts";
import {
  actionPayload,
  commandPayload,
  shortcutPayload,
  submissionPayload,
  suggestionPayload,
} from "./read/payload.ts";
import { type ReceiveOptions, receive } from "./read/receive.ts";
import { createRepeats } from "./read/repeats.ts";
import { whoseInteraction } from "./read/whose.ts";

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
  const take = (
    arrival: Parameters<typeof receive>[0],
    given: unknown,
    { retryNum = 0 }: { retryNum?: number },
  ) => receive(arrival, { ...options, named: whoseInteraction(given), isRetry: retryNum > 0 });

  const repeats = {
    commands: createRepeats<RespondArguments>(),
    shortcuts: createRepeats<RespondArguments>(),
    submissions: createRepeats<ViewResponseAction>(),
    actions: createRepeats<void>(),
  };

  app.command(anything, async ({ body: given, ack, context }) => {
    const [body, acknowledgement] = [commandPayload.parse(given), track<RespondArguments>(ack)];
    if (await repeats.commands.isRepeat(body.trigger_id, acknowledgement)) return;
    await take({ kind: "command", body, acknowledgement }, given, context);
  });
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: anything },
    async ({ body: given, ack, context }) => {
      const [body, acknowledgement] = [shortcutPayload.parse(given), track<RespondArguments>(() => ack())];
      if (await repeats.shortcuts.isRepeat(body.trigger_id, acknowledgement)) return;
      await take({ kind: "shortcut", body, acknowledgement }, given, context);
    },
  );
  app.view<ViewSubmitAction>(anything, async ({ body: given, ack, context }) => {
    const [body, acknowledgement] = [submissionPayload.parse(given), track<ViewResponseAction>(ack)];
    if (await repeats.submissions.isRepeat(body.trigger_id, acknowledgement)) return;
    await take({ kind: "submission", body, acknowledgement }, given, context);
  });
  app.action<BlockAction>(anything, async ({ body: given, ack, context }) => {
    const [body, acknowledgement] = [actionPayload.parse(given), track<void>(ack)];
    if (await repeats.actions.isRepeat(body.trigger_id, acknowledgement)) return;
    await take({ kind: "action", body, acknowledgement }, given, context);
  });
  app.options<"block_suggestion">(anything, ({ body: given, ack, context }) =>
    take(
      {
        kind: "suggestion",
        body: suggestionPayload.parse(given),
        acknowledgement: track<AnsweredOptions>(ack),
      },
      given,
      context,
    ),
  );
}
