import type { Link } from "../database/link/link-record.ts";
import type { Marked } from "./port.ts";

/** A lost request finishes within this of its start, if at all. */
export const lateByMs = 15 * 60_000;
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

/** Until when something may come of these attempts, by what is known of lost requests. Unix ms; undefined: there are none. */
export function mayComeUntil(attemptsMs: readonly number[]): number | undefined {
  return attemptsMs.length === 0 ? undefined : Math.max(...attemptsMs) + lateByMs;
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
