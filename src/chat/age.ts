/** Beyond this nobody waits for the answer any more, so an older one only says that a clock is wrong. */
const longestAgeMs = 15 * 60_000;

/** Milliseconds since an interaction was made, by its platform's clock and ours; 0 when the two cannot both be right. */
export function ageBetween(madeMs: number, nowMs: number): number {
  const ageMs = nowMs - madeMs;
  return ageMs >= 0 && ageMs <= longestAgeMs ? ageMs : 0;
}
