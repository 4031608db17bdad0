import { setTimeout as delay } from "node:timers/promises";
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { cutText } from "../cut-text.ts";
import { OutsideError } from "../errors.ts";
import { meaningOf } from "./discord-codes.ts";

/** Discord's words may quote what was sent; this much is enough to see which field it was. */
const longestQuote = 300;

/** Discord's error code, or undefined when it did not answer with one. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError ? Number(error.code) : undefined;
}

/**
 * Makes a request again, after each pause in turn, while Discord gives no verdict: it timed out, the connection broke,
 * or it failed inside. Only for requests that may be carried out twice.
 */
export async function repeatWithoutVerdict<T>(
  pausesMs: readonly number[],
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const [pauseMs, ...laterPausesMs] = pausesMs;
    if (pauseMs === undefined || !isWithoutVerdict(error)) throw error;
    await delay(pauseMs);
    return repeatWithoutVerdict(laterPausesMs, request);
  }
}

/** How long Discord asks us to wait: the bucket's time or the answer's, whichever is longer. */
export function pauseOf({ timeToReset, retryAfter }: RateLimitError): number {
  return Math.max(timeToReset, retryAfter);
}

/** Discord has not said whether it carried the request out. */
export function isWithoutVerdict(error: unknown): boolean {
  return !(error instanceof DiscordAPIError || error instanceof RateLimitError);
}

/**
 * The failure without what discord.js keeps in it: its `url` holds the interaction's token and its `requestBody` the
 * message, and both would reach the log.
 */
export function toOutsideError(what: string, error: unknown): OutsideError {
  if (error instanceof DiscordAPIError) {
    const words = cutText(error.message, longestQuote);
    const meaning = meaningOf(Number(error.code));
    const explained = meaning ? ` (${meaning.cause}. ${meaning.remedy})` : "";
    return new OutsideError(
      `Discord refused ${what}: status ${error.status}, code ${error.code}, ${words}${explained}`,
    );
  }
  if (error instanceof HTTPError)
    return new OutsideError(`Discord failed at ${what}: status ${error.status}`);
  if (error instanceof RateLimitError) {
    const waitMs = pauseOf(error);
    return new OutsideError(`Discord wants ${waitMs} ms of pause before ${what}`, { waitMs });
  }
  if (error instanceof Error && error.name === "AbortError") {
    return new OutsideError(`Discord did not answer ${what} in time`, { cause: error });
  }
  return new OutsideError(`Discord could not be reached for ${what}`, { cause: error });
}
