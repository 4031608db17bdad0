import { expect, test } from "vitest";
import { readRetryAfter } from "../../src/text/retry-after.ts";

const nowMs = Date.UTC(2026, 10, 22, 17);
const dayMs = 24 * 3_600_000;

test.each<[string | null, number | undefined]>([
  ["20", 20_000],
  ["0", 0],
  [" 7 ", 7000],
  ["1.5", 1500],
  ["-30", 0],
  ["86400", dayMs],
  ["9".repeat(400), Number.POSITIVE_INFINITY],
  ["Sun, 22 Nov 2026 17:00:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 16:00:00 GMT", 0],
  ["Mon, 23 Nov 2026 17:00:00 GMT", dayMs],
  ["2026-11-22T17:00:30Z", 30_000],
  ["Thu, 32 Dec 2026 23:59:59 GMT", undefined],
  ["soon", undefined],
  ["NaN", undefined],
  ["Infinity", undefined],
  ["1e9", undefined],
  ["5, 7", undefined],
  ["", undefined],
  [null, undefined],
])("Retry-After %j means %j ms", (header, waitMs) => {
  const headers = { get: (name: string) => (name === "retry-after" ? header : null) };

  expect(readRetryAfter(headers, nowMs)).toBe(waitMs);
});

test.each([-8, 0, 8])("a date is meant by the clock of who wrote it, where ours is %i hours off", (hours) => {
  const date = "Sun, 22 Nov 2026 17:00:00 GMT";
  const headers = new Headers({ date, "retry-after": "Sun, 22 Nov 2026 17:00:30 GMT" });

  expect(readRetryAfter(headers, nowMs + hours * 3_600_000)).toBe(30_000);
});
