import { lateByMs } from "../database/link/change.ts";
import type { Link } from "../database/link/link-record.ts";
import type { Marked } from "./port.ts";

/** Tavus's clock and ours may differ by this. */
const clockSkewMs = 60_000;

/** When attempts began whose outcome is not known, the present one too. Unix ms. */
export function attemptsOf(
  link: Pick<Link, "unknownAttemptsMs" | "outcomeUnknown" | "attemptStartedMs">,
): number[] {
  const { unknownAttemptsMs, outcomeUnknown, attemptStartedMs } = link;
  return outcomeUnknown && attemptStartedMs !== undefined
    ? [...unknownAttemptsMs, attemptStartedMs]
    : [...unknownAttemptsMs];
}

/** Whether it may have been made nobody knows when: a backup knows nothing of what came after it (`look-again.ts`). */
export function isUndated({
  outcomeUnknown,
  attemptStartedMs,
}: Pick<Link, "outcomeUnknown" | "attemptStartedMs">): boolean {
  return outcomeUnknown && attemptStartedMs === undefined;
}

/** The oldest first; one of which nobody knows when it was made may be the oldest. */
export function inAge(marked: readonly Marked[]): Marked[] {
  return marked.toSorted((one, other) => (one.createdMs ?? 0) - (other.createdMs ?? 0));
}

/**
 * When to look next for what these attempts may have made, after a look of `askedMs`; all Unix ms. Undefined: nothing comes
 * of a request lost longer ago, so that one was the last.
 */
export function nextLook(attemptsMs: readonly number[], askedMs: number): number | undefined {
  const untilMs = Math.max(0, ...attemptsMs.map((startedMs) => startedMs + lateByMs));
  return askedMs > untilMs ? undefined : untilMs + 1;
}

/**
 * Whether one of these attempts (Unix ms) made it: the one rule that decides what may be deleted in Tavus. An object of which
 * nobody knows when it was made is nobody's but its maker's.
 */
export function isFromAttempt(
  { createdMs }: Pick<Marked, "createdMs">,
  attemptsMs: readonly number[],
): boolean {
  if (createdMs === undefined) return false;
  return attemptsMs.some(
    (startedMs) => createdMs >= startedMs - clockSkewMs && createdMs <= startedMs + lateByMs,
  );
}
