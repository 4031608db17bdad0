/**
 * How an attempt at Tavus ended: `forGood`, it is not tried again by itself; `waitsForPeople`, a key or credits are
 * missing; `triedAgain`, the queue comes back to it, after `triesBefore` failures that came before this one.
 */
export type FailedAttempt =
  | { ending: "forGood" | "waitsForPeople" }
  | { ending: "triedAgain"; triesBefore: number };

/**
 * Whether the team is told of a failure, beside the person whose persona it is. What only people can mend is told at
 * once. What is tried again is told when the first retry, about 20 seconds later, has failed too: a passing failure
 * that heals by then is nobody else's business.
 */
export function isWorthTelling(failed: FailedAttempt): boolean {
  return failed.ending !== "triedAgain" || failed.triesBefore >= 1;
}
