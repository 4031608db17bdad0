import { within } from "../../within.ts";
import type { Answering } from "../interaction.ts";

/**
 * How long a form may keep people waiting before a place is held for it: a third of what Slack's trigger lives, so that
 * the call that opens it still comes in time. https://docs.slack.dev/interactivity/handling-user-interaction
 */
const holdAfterMs = 1000;
/** Most forms open within this; one that arrives late gets the chance too. */
const leastMs = 300;

/** Waits for what decides whether a form opens, and holds its place when that takes long. */
export async function holdWhile<T>(
  work: Promise<T>,
  answering: Pick<Answering, "ageMs" | "holdForm">,
  afterMs = holdAfterMs,
): Promise<T> {
  const inTime = await within(work, Math.max(leastMs, afterMs - answering.ageMs()));
  if (!inTime) await answering.holdForm();
  return work;
}
