import { readRetryAfter } from "../text/retry-after.ts";
import { decideKind } from "./answers/decide-kind.ts";
import { textsIn } from "./answers/own-words.ts";
import { readWords } from "./answers/read-words.ts";
import { TavusError } from "./errors.ts";
import { gistOf } from "./gist.ts";

/** An answer that is no success, its body still text. */
export type Failure = {
  operation: string;
  status: number;
  body: string;
  headers: { get(name: string): string | null };
  /** What must not stand in anybody's words: the key that was sent, and what else of the request is secret. */
  secrets?: readonly string[];
  /** The body of the request it answers. */
  sent?: unknown;
  /** Of the object it was about. */
  id?: string | undefined;
};

/** The error an answer stands for. */
export function readFailure({
  operation,
  status,
  body,
  headers,
  secrets = [],
  sent,
  id,
}: Failure): TavusError {
  const { text: words, form } = readWords(body, secrets);
  return new TavusError({
    kind: decideKind({ operation, status, words, form, sent, id }),
    operation,
    status,
    words: words || undefined,
    gist: words === "" ? undefined : gistOf(words, textsIn(sent)),
    retryAfterMs: pauseIn(headers),
    reached: "maybe",
  });
}

const longestWaitMs = 3_600_000;

function pauseIn(headers: Failure["headers"]): number | undefined {
  const askedMs = readRetryAfter(headers, Date.now());
  return askedMs === undefined ? undefined : Math.min(askedMs, longestWaitMs);
}
