const seconds = /^-?\d+(\.\d+)?$/;
/** The one that HTTP prefers, and the one that programs write: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const dates = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^\d{4}-\d{2}-\d{2}T[\d:]+(\.\d+)?Z$/,
];

/**
 * Milliseconds to wait by an answer's `Retry-After`, never below 0 and as long as it says; undefined where it says nothing. A date is
 * meant by the clock of whoever wrote it, which is that of the answer's own `Date`: ours may be hours off.
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(
  headers: { get(name: string): string | null },
  nowMs: number,
): number | undefined {
  const said = headers.get("retry-after")?.trim() ?? "";
  if (seconds.test(said)) return Math.max(0, Number(said) * 1000);
  const untilMs = readDate(said);
  if (untilMs === undefined) return undefined;
  return Math.max(0, untilMs - (readDate(headers.get("date") ?? "") ?? nowMs));
}

function readDate(text: string): number | undefined {
  const ms = dates.some((form) => form.test(text)) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
