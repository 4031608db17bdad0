import { expect, test } from "vitest";
import { createExpiringCache } from "../src/expiring-cache.ts";

function aCache() {
  let nowMs = 1_000_000;
  const cache = createExpiringCache<string>({ freshMs: 1000, most: 3, now: () => nowMs });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { cache, pass };
}

test("nothing is found where nothing was kept", () => {
  expect(aCache().cache.find("a")).toBeUndefined();
});

test.each([
  [0, true],
  [999, true],
  [1000, false],
  [3_600_000, false],
  // The clock was set back.
  [-999, true],
  [-1000, false],
])("after %i ms a value is still there, and whether it is fresh is %s", (ms, isFresh) => {
  const { cache, pass } = aCache();
  cache.keep("a", "one");

  pass(ms);

  expect(cache.find("a")).toEqual({ value: "one", isFresh });
});

test("a value kept again is fresh again", () => {
  const { cache, pass } = aCache();
  cache.keep("a", "one");
  pass(1000);

  cache.keep("a", "two");

  expect(cache.find("a")).toEqual({ value: "two", isFresh: true });
});

test("where there are too many, the one asked for longest ago is forgotten", () => {
  const { cache } = aCache();
  for (const key of ["a", "b", "c"]) cache.keep(key, key);
  cache.find("a");
  cache.keep("b", "b");

  cache.keep("d", "d");

  expect(["a", "b", "c", "d"].filter((key) => cache.find(key))).toEqual(["a", "b", "d"]);
});

test("a forgotten value is gone, and one that took its place stays", () => {
  const { cache } = aCache();
  cache.keep("a", "new");

  cache.forget("a", "old");
  const after = cache.find("a")?.value;
  cache.forget("a", "new");

  expect(after).toBe("new");
  expect(cache.find("a")).toBeUndefined();
});

test("what is forgotten by its key alone is gone whatever it was", () => {
  const { cache } = aCache();
  cache.keep("a", "one");

  cache.forget("a");

  expect(cache.find("a")).toBeUndefined();
});

test("values that differ in size are kept as long as they come to no more than the most, and one in any case", () => {
  const cache = createExpiringCache<string>({
    freshMs: 1000,
    most: 10,
    now: () => 0,
    sizeOf: ({ length }) => length,
  });
  const kept = (...keys: string[]) => keys.filter((key) => cache.find(key));
  cache.keep("a", "four");
  cache.keep("b", "four");
  cache.keep("a", "eight ch");
  expect(kept("a", "b")).toEqual(["a"]);

  cache.keep("c", "12");
  expect(kept("a", "c")).toEqual(["a", "c"]);

  cache.forget("a");
  cache.keep("d", "eight ch");
  expect(kept("c", "d")).toEqual(["c", "d"]);

  cache.keep("e", "more than all may be together");
  expect(kept("c", "d", "e")).toEqual(["e"]);
});
