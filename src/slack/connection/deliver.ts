import type { ReceiverEvent } from "@slack/bolt";
import { wholeStart } from "../../cut-text.ts";
import type { Log } from "../../log.ts";
import { withheld } from "../answer/acknowledgement.ts";

/** The part of Bolt's App that takes payloads. */
export type PayloadTaker = { processEvent(event: ReceiverEvent): Promise<void> };

/**
 * Hands one payload to Bolt. What no listener has acknowledged when all have ended, such as a kind that the bot does not
 * know, is acknowledged here: Slack and the person would otherwise wait for an answer that nobody gives. Rejects as the
 * listeners do; then nothing was acknowledged, unless a listener had done it. `decline`: it is not to be acknowledged at all.
 */
export async function deliver(
  app: PayloadTaker,
  event: ReceiverEvent,
  { log, decline = nothing }: { log: Log; decline?: () => void },
): Promise<void> {
  let isAcknowledged = false;
  const ack: ReceiverEvent["ack"] = async (response) => {
    isAcknowledged = true;
    if (response === withheld) decline();
    else await event.ack(response);
  };
  await app.processEvent({ ...event, ack });
  if (isAcknowledged) return;
  log.info({ type: typeOf(event.body) }, "a payload that the bot does not know came from Slack");
  await event.ack();
}

function typeOf({ type, event }: ReceiverEvent["body"]): string {
  const inner: unknown =
    typeof event === "object" && event !== null && "type" in event ? event.type : undefined;
  return wholeStart(String(inner ?? type ?? "command"), 50);
}

/** Whoever is not answered waits until their time is over. */
function nothing(): void {}
