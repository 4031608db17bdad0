/** The middle value; NaN of an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The value that `share` of the others, from 0 to 1, do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/**
 * One figure of ours against the bare program's. The ratio is the median of the rounds' own ratios: two values of one
 * round were taken within the same second, so the machine's swings cancel out.
 */
export function compare(
  ours: readonly number[],
  bare: readonly number[],
): { ours: number; bare: number; ratio: number } {
  const ratios = ours.map((value, round) => value / (bare[round] ?? Number.NaN));
  return { ours: median(ours), bare: median(bare), ratio: median(ratios) };
}
