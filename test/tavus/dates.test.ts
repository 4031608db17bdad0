import { expect, test } from "vitest";
import { parseTavusDate } from "../../src/tavus/dates.ts";

test.each([
  ["2025-05-13T06:42:58.291561Z", Date.UTC(2025, 4, 13, 6, 42, 58, 291)],
  ["2024-01-24T07:14:03.327Z", Date.UTC(2024, 0, 24, 7, 14, 3, 327)],
  ["2026-07-14T17:00:00.000000", Date.UTC(2026, 6, 14, 17)],
  ["Mon, 14 Jul 2025 09:14:24 GMT", Date.UTC(2025, 6, 14, 9, 14, 24)],
  ["2024-08-28 15:27:40.824457", Date.UTC(2024, 7, 28, 15, 27, 40, 824)],
  ["2026-07-14T19:00:00+02:00", Date.UTC(2026, 6, 14, 17)],
  ["2026-07-14T19:00:00.5+0200", Date.UTC(2026, 6, 14, 17, 0, 0, 500)],
  ["2026-07-14 12:00:00-05", Date.UTC(2026, 6, 14, 17)],
  ["2026-07-14 17:00:00 UTC", Date.UTC(2026, 6, 14, 17)],
  ["2026-07-14T17:00:00,25z", Date.UTC(2026, 6, 14, 17, 0, 0, 250)],
  ["Tue, 14 Jul 2026 19:00:00 +0200", Date.UTC(2026, 6, 14, 17)],
  ["Sat, 4 Jul 2026 17:00:00 GMT", Date.UTC(2026, 6, 4, 17)],
  ["2026-07-14", undefined],
  ["2026-07-14T17:00:00 EST", undefined],
  ["yesterday", undefined],
  ["", undefined],
  ["2026-13-41T17:00:00Z", undefined],
  ["2026", undefined],
])("%j is %j", (text, milliseconds) => {
  expect(parseTavusDate(text)).toBe(milliseconds);
});
