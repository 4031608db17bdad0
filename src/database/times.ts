/** Milliseconds since 1970 as the text that every row holds: UTC, ISO-8601, three decimals, so it sorts as text. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Sorts after every time: this person reads it at their next command. */
export const untilTheyReturn = "9999-12-31T23:59:59.999Z";
/** Comes after every time that is one, and before what stands for "never": a year has four digits. */
export const afterAllTimes = "9999";
