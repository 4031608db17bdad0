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
