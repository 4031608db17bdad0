/** Milliseconds since 1970 as the text that every row holds: UTC, ISO-8601, three decimals, so it sorts as text. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
