import { setTimeout as delay } from "node:timers/promises";
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { inOperatorsWords, type Meaning, Refused, type Verdict } from "../chat/refusal.ts";
import { cutText } from "../cut-text.ts";
import { OutsideError } from "../errors.ts";
import { meaningFor } from "./discord-codes.ts";

/** Discord's words may quote what was sent; this much is enough to see which field it was. */
const longestQuote = 300;

/** Discord's error code, or undefined when it did not answer with one. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError ? Number(error.code) : undefined;
}

/**
 * What a failed request comes to, whatever was asked: the one judgement of all that is sent to Discord. After a wrong token
 * discord.js sends nothing more and says so in an Error of its own.
 */
export function judgeFailure(error: unknown): Verdict {
  if (error instanceof RateLimitError) return { kind: "passes", waitMs: pauseOf(error) };
  const answer = answerIn(error);
  if (!answer) return { kind: "passes", waitMs: undefined };
  const meaning = meaningFor(answer);
  if (meaning.passes) return { kind: "passes", waitMs: meaning.pauseMs };
  return { kind: "refused", code: String(answer.code ?? answer.status), meaning };
}

/** Discord does not take the message as it is written; another one it might. */
export function isRefusedAsWritten(error: unknown): boolean {
  return refusalIn(error)?.about === "text";
}

/** What a refusal means; undefined: it is none. */
export function refusalIn(error: unknown): Meaning | undefined {
  if (error instanceof Refused) return error.meaning;
  const verdict = judgeFailure(error);
  return verdict.kind === "refused" ? verdict.meaning : undefined;
}

type Answer = { status: number; code: number | undefined; words: string };

/** The refusal in an error: what Discord answered with a status of 4xx. */
function answerIn(error: unknown): Answer | undefined {
  if (error instanceof DiscordAPIError) return answerOf(error);
  if (error instanceof HTTPError && error.status < 500)
    return { status: error.status, code: undefined, words: error.message };
  const isTokenGone = error instanceof Error && error.message.startsWith("Expected token to be set");
  return isTokenGone ? { status: 401, code: 0, words: "401: Unauthorized" } : undefined;
}

export function answerOf(error: DiscordAPIError): Answer {
  const code = isBlockPage(error) ? RESTJSONErrorCodes.CloudflareIsBlockingYourRequest : Number(error.code);
  const words = cutText(error.message, longestQuote);
  return { status: error.status, code: Number.isNaN(code) ? undefined : code, words };
}

/**
 * A page in place of Discord's JSON: who stands before it has let nothing through, and lets it through again within the hour. Some of
 * these blocks come with a code by now: https://github.com/discord/discord-api-docs/issues/898 and 6473
 */
function isBlockPage({ status, rawError }: DiscordAPIError): boolean {
  // What is no JSON discord.js hands on as bytes.
  return status === 403 && rawError instanceof ArrayBuffer;
}

/**
 * In all, with every try and however many wait before it for the same route. Whoever holds a lease on what is said has a minute
 * or more, and so nobody else says it meanwhile.
 */
const patienceMs = 45_000;
const usualPausesMs = [500, 2000];

/**
 * Makes a request again, after each pause in turn, while Discord gives no verdict: it timed out, the connection broke,
 * or it failed inside. Only for requests that may be carried out twice.
 */
export async function repeatWithoutVerdict<T>(
  request: (signal: AbortSignal) => Promise<T>,
  pausesMs: readonly number[] = usualPausesMs,
): Promise<T> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patienceMs);
  try {
    return await repeat(pausesMs, () => request(giveUp.signal), giveUp.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function repeat<T>(
  pausesMs: readonly number[],
  request: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const [pauseMs, ...laterPausesMs] = pausesMs;
    if (pauseMs === undefined || !isWithoutVerdict(error)) throw error;
    // What is given up already would stand in the queue all the same.
    await delay(pauseMs, undefined, { signal }).catch(() => {
      throw error;
    });
    return repeat(laterPausesMs, request, signal);
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
 * message, and both would reach the log. Refused, where asking again is of no use.
 */
export function toOutsideError(what: string, error: unknown): OutsideError {
  const verdict = judgeFailure(error);
  if (verdict.kind === "refused") {
    const { meaning } = verdict;
    return new Refused(`Discord refused ${what}: ${saidIn(error)} (${inOperatorsWords(meaning)})`, meaning);
  }
  const { waitMs } = verdict;
  if (error instanceof DiscordAPIError) return new OutsideError(passingSentence(what, error), { waitMs });
  if (error instanceof HTTPError)
    return new OutsideError(`Discord failed at ${what}: status ${error.status}`);
  if (error instanceof RateLimitError) {
    return new OutsideError(`Discord wants ${waitMs} ms of pause before ${what}`, { waitMs });
  }
  if (error instanceof Error && error.name === "AbortError") {
    return new OutsideError(`Discord did not answer ${what} in time`, { cause: error });
  }
  return new OutsideError(`Discord could not be reached for ${what}`, { cause: error });
}

function passingSentence(what: string, error: DiscordAPIError): string {
  const meaning = meaningFor(answerOf(error));
  return `Discord did not take ${what}: ${saidIn(error)} (${inOperatorsWords(meaning)})`;
}

function saidIn(error: unknown): string {
  const { status, code, words } = answerIn(error) ?? { status: 0, code: 0, words: "" };
  return `status ${status}, code ${code ?? "none"}, ${words}`;
}
