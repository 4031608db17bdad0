import { newForMs } from "../database/link/change.ts";
import type { Link } from "../database/link/link-record.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";

/** The answer "not there" under another key than it was made with says nothing: it may live on in another account. */
export function isOfOtherKey({ keyTag }: Pick<Link, "keyTag">, key: Pick<TavusKey, "tag">): boolean {
  return keyTag !== undefined && keyTag !== key.tag;
}

/** Whether Tavus has said so lately that it has it that it may not show it everywhere yet. */
export function isJustMade(
  { writtenMs, attempt }: Pick<Link, "writtenMs" | "attempt">,
  nowMs: number,
): boolean {
  // What no attempt of ours has made stood in Tavus before.
  return attempt > 0 && writtenMs !== undefined && Math.abs(nowMs - writtenMs) < newForMs;
}

/**
 * What Tavus's word is worth that there is nothing of what it has just made: nothing. Who counted it as gone would leave it to itself,
 * and what people can talk with goes on to cost minutes. `said`: how Tavus said so.
 */
export function notThereYet(operation: string, said?: TavusError): TavusError {
  const { status, words } = said ?? {};
  const answered = status === undefined ? {} : { status };
  return new TavusError({
    kind: "unexpectedReply",
    operation,
    ...answered,
    words,
    reached: "maybe",
    cause: said,
  });
}
