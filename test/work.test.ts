import { expect, test, vi } from "vitest";
import { sentencesFor } from "../src/warnings/sentences.ts";
import { asWork, beginWorkAnew, presentMs } from "../src/work.ts";

const dayMs = 86_400_000;
const newYear = Date.UTC(2027, 0, 1);

test("within a piece of work the time is the database's, and goes on", () => {
  const began = newYear - 60_000;
  const [atOnce, anew] = asWork(began, () => {
    const first = presentMs();
    beginWorkAnew(newYear);
    return [first, presentMs()];
  });

  expect(atOnce).toBeGreaterThanOrEqual(began);
  expect(atOnce).toBeLessThan(began + 1000);
  expect(anew).toBeGreaterThanOrEqual(newYear);
});

test.each([
  ["agrees", 0],
  ["is a day ahead", dayMs],
  ["is years behind", -1000 * dayMs],
])("when the day of a limit ends is said by the clock that counts it, where this machine's %s", (_how, offMs) => {
  vi.setSystemTime(newYear - 60_000 + offMs);
  const said = asWork(newYear - 60_000, () => sentencesFor("memberLimit", { operation: "create" }).remedy);
  vi.useRealTimers();

  expect(said).toContain(String(newYear / 1000));
});
