import { z } from "zod";
import { cutText } from "../cut-text.ts";
import { parseTavusDate } from "./dates.ts";
import { TavusError, type TavusErrorKind } from "./errors.ts";
import { gistOf, textsIn } from "./gist.ts";
import { parseJson } from "./json.ts";

const longestWords = 200;

/** An answer that is not a success, its body still text. */
export type Failure = {
  operation: string;
  status: number;
  body: string;
  headers: { get(name: string): string | null };
  /** The body of the request it answers. */
  sent?: unknown;
};

/** The error an answer stands for, decided by status and body together: Tavus gives one status several meanings. */
export function readFailure({ operation, status, body, headers, sent }: Failure): TavusError {
  const words = readWords(body);
  return new TavusError({
    kind: decideKind(operation, status, words),
    operation,
    status,
    words: words === "" ? undefined : cutText(words, longestWords, "codePoints"),
    gist: words === "" ? undefined : gistOf(words, textsIn(sent)),
    retryAfterMs: readRetryAfter(headers.get("retry-after"), Date.now()),
    reached: "maybe",
  });
}

const saysNoCredits = /conversational credits|(insufficient|out of) (tavus )?credits|quota exceeded/i;
const saysTooManyConversations = /maximum concurrent conversations/i;

function decideKind(operation: string, status: number, words: string): TavusErrorKind {
  const isRefusal = status >= 400 && status < 500;
  if (status === 402 || (isRefusal && saysNoCredits.test(words))) return "outOfCredits";
  if ((status === 400 || status === 429) && saysTooManyConversations.test(words))
    return "tooManyConversations";
  if (status === 400 && saysItIsUnknown(operation, words)) return "notFound";
  return kindsByStatus.get(status) ?? kindOfClass(status);
}

const kindsByStatus: ReadonlyMap<number, TavusErrorKind> = new Map([
  [401, "invalidKey"],
  // A key may carry a list of allowed addresses, so a good key can be refused from a new one.
  [403, "invalidKey"],
  [404, "notFound"],
  [408, "timedOut"],
  [409, "conflict"],
  [429, "rateLimited"],
]);

function kindOfClass(status: number): TavusErrorKind {
  if (status >= 500) return "unavailable";
  return status >= 400 ? "rejected" : "unexpectedReply";
}

const invalidId = /Invalid (persona|pal|replica|face|conversation|video)_(?:id|uuid)/i;
const legacyNouns: ReadonlyMap<string, string> = new Map([
  ["pal", "persona"],
  ["face", "replica"],
]);

/**
 * Tavus answers 400 `Invalid persona_id` where others answer 404. The same text about anything else than the
 * operation's own object (a persona made with an unknown replica) is a mistake in the request.
 */
function saysItIsUnknown(operation: string, words: string): boolean {
  const noun = invalidId.exec(words)?.[1]?.toLowerCase();
  if (noun === undefined || operation.startsWith("create ")) return false;
  return operation.includes(legacyNouns.get(noun) ?? noun);
}

const saying = z
  .union([z.string(), z.object({ message: z.string() }).transform((nested) => nested.message)])
  .catch("");
const failureBody = z.object({ error: saying, message: saying }).catch({ error: "", message: "" });

/** Documented bodies have one member, `error` or `message` depending on the status; others were seen. */
function readWords(body: string): string {
  const { error, message } = failureBody.parse(parseJson(body));
  return [...new Set([error, message].map(toOneLine))].filter((words) => words !== "").join(": ");
}

function toOneLine(text: string): string {
  return text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, "")
    .trim();
}

const longestWaitMs = 3_600_000;

/** Milliseconds to wait by a `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), from 0 to one hour. */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const until = parseTavusDate(header);
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : until && until - nowMs;
  return waitMs === undefined ? undefined : Math.min(Math.max(waitMs, 0), longestWaitMs);
}
