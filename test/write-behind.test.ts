import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWriteBehind } from "../src/write-behind.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Writes what it is given, except that it refuses the first few times. */
function aWriteBehind({
  refusals = 0,
  retry,
}: {
  refusals?: number;
  retry?: { afterMs: number; most: number };
}) {
  const written: string[][] = [];
  const lost: string[][] = [];
  let refused = 0;
  const notes = createWriteBehind<string>({
    async write(some) {
      if (refused++ < refusals) throw new Error("locked");
      written.push([...some]);
    },
    failed: (_error, some) => lost.push([...some]),
    ...(retry && { retry: { ...retry, dropped: () => undefined } }),
  });
  const add = (...some: string[]) => {
    for (const note of some) notes.add(note);
  };
  return { notes, add, written, lost };
}

test("what comes within a moment is written as one, without being asked for", async () => {
  const { add, written } = aWriteBehind({});

  add("a", "b");
  await vi.advanceTimersByTimeAsync(49);
  add("c");
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);

  expect(written).toEqual([["a", "b", "c"]]);
});

test("what is flushed is written at once, once, and nothing when there is nothing", async () => {
  const { notes, add, written } = aWriteBehind({});

  await notes.flush();
  add("a");
  await notes.flush();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(written).toEqual([["a"]]);
});

test("a flush waits for the writing under way, and writes after it", async () => {
  const events: string[] = [];
  const first = Promise.withResolvers<void>();
  const notes = createWriteBehind<string>({
    async write([note]) {
      events.push(`${note} begins`);
      if (note === "a") await first.promise;
      events.push(`${note} ends`);
    },
    failed: () => undefined,
  });
  notes.add("a");
  await vi.advanceTimersByTimeAsync(50);
  notes.add("b");

  const flushed = notes.flush();
  first.resolve();
  await flushed;

  expect(events).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("what was refused is lost where nobody asked for another try", async () => {
  const { notes, add, written, lost } = aWriteBehind({ refusals: 1 });

  add("a");
  await notes.flush();
  add("b");
  await vi.advanceTimersByTimeAsync(60_000);

  expect([written, lost]).toEqual([[["b"]], [["a"]]]);
});

test("what was refused is written again after a while", async () => {
  const { notes, add, written } = aWriteBehind({ refusals: 2, retry: { afterMs: 5000, most: 10 } });

  add("a");
  await notes.flush();
  await vi.advanceTimersByTimeAsync(5000);
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);

  expect(written).toEqual([["a"]]);
});

test.each([
  [4, [["a", "b", "c", "d"]], []],
  [3, [["b", "c", "d"]], ["a"]],
  [1, [["d"]], ["a", "b", "c"]],
])("three that were refused while another waits, at most %i kept: %j is written, in its order, and %j said to be dropped", async (most, expected, lost) => {
  const first = Promise.withResolvers<void>();
  const written: string[][] = [];
  const dropped: string[] = [];
  let isFirst = true;
  const notes = createWriteBehind<string>({
    async write(some) {
      if (!isFirst) return void written.push([...some]);
      isFirst = false;
      await first.promise;
    },
    failed: () => undefined,
    retry: { afterMs: 5000, most, dropped: (some) => dropped.push(...some) },
  });
  for (const note of ["a", "b", "c"]) notes.add(note);
  await vi.advanceTimersByTimeAsync(50);
  notes.add("d");

  first.reject(new Error("locked"));
  await vi.advanceTimersByTimeAsync(60_000);

  expect(written).toEqual(expected);
  expect(dropped).toEqual(lost);
});
