import { expect, test } from "vitest";
import { createSeenOnce } from "../../src/discord/connection/http/seen-once.ts";
import { isStale, mostAgeSeconds } from "../../src/discord/connection/http/signature.ts";

const minute = 60_000;
const signature = Buffer.alloc(64);

/** A door with a clock that can be set, and requests that are signed by Discord's. */
function aDoor() {
  const clock = { nowMs: Date.UTC(2026, 11, 31, 23, 59) };
  const seen = createSeenOnce(() => clock.nowMs);
  const take = (at: string, body: string) =>
    !isStale({ at, signature }, clock.nowMs) && seen.take({ at, signature }, Buffer.from(body));
  const seconds = () => String(Math.floor(clock.nowMs / 1000));
  return { clock, seen, take, seconds };
}

test.each([
  ["goes on over the end of the year", 2 * minute],
  ["is set ahead within what counts", (mostAgeSeconds * 1000) / 2],
  ["is set back within what counts", (-mostAgeSeconds * 1000) / 2],
  ["is set ahead by a day", 24 * 60 * minute],
  ["is set back by a day", -24 * 60 * minute],
])("a request is taken once where the clock %s", (_what, stepMs) => {
  const { clock, take, seconds } = aDoor();
  const at = seconds();

  const first = take(at, "1");
  clock.nowMs += stepMs;

  expect([first, take(at, "1")]).toEqual([true, false]);
});

test.each([
  ["goes on", 11 * minute],
  ["was set ahead", 24 * 60 * minute],
  ["was set back", -24 * 60 * minute],
])("what does not count any more is forgotten, also where the clock %s", (_what, stepMs) => {
  const { clock, seen, take, seconds } = aDoor();
  for (let request = 0; request < 100; request += 1) take(seconds(), String(request));
  clock.nowMs += stepMs;

  take(seconds(), "the next one");

  expect(seen.count()).toBe(1);
});
