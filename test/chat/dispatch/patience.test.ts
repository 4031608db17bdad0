import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, test, vi } from "vitest";
import { deferWhenSlow } from "../../../src/chat/dispatch/patience.ts";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** Starts to wait for work that takes `workMs`, and tells when the wait was announced. */
function begin({ workMs, ageMs = 0 }: { workMs: number; ageMs?: number }) {
  const startedMs = Date.now();
  const deferredAtMs: number[] = [];
  const work = new Promise<string>((resolve) => setTimeout(resolve, workMs, "done"));
  const result = deferWhenSlow({
    work,
    ageMs,
    defer: async () => void deferredAtMs.push(Date.now() - startedMs),
  });
  return { result, deferredAtMs };
}

test("what is ready within 1.5 s is not announced", async () => {
  const { result, deferredAtMs } = begin({ workMs: 1400 });
  await vi.advanceTimersByTimeAsync(5000);

  await expect(result).resolves.toBe("done");
  expect(deferredAtMs).toEqual([]);
});

test("what takes longer is announced after 1.5 s and then delivered", async () => {
  const { result, deferredAtMs } = begin({ workMs: 8000 });
  await vi.advanceTimersByTimeAsync(9000);

  await expect(result).resolves.toBe("done");
  expect(deferredAtMs).toEqual([1500]);
});

test("the time an interaction took to arrive counts", async () => {
  const { result, deferredAtMs } = begin({ workMs: 8000, ageMs: 900 });
  await vi.advanceTimersByTimeAsync(9000);

  await result;
  expect(deferredAtMs).toEqual([600]);
});

test("one that is a second old on arrival is announced at once", async () => {
  const { result, deferredAtMs } = begin({ workMs: 8000, ageMs: 1000 });
  await vi.advanceTimersByTimeAsync(9000);

  await result;
  expect(deferredAtMs).toEqual([0]);
});

test("a failure of the work is passed on, early and late", async () => {
  const failing = (ms: number) =>
    wait(ms).then(() => {
      throw new Error("no");
    });
  vi.useRealTimers();

  const early = deferWhenSlow({ work: failing(1), ageMs: 0, defer: async () => {} });
  const late = deferWhenSlow({ work: failing(50), ageMs: 1000, defer: async () => {} });

  await expect(early).rejects.toThrow("no");
  await expect(late).rejects.toThrow("no");
});

test("when it cannot be announced the work is still waited for", async () => {
  let isDone = false;
  const work = new Promise<void>((resolve) => setTimeout(resolve, 5000)).then(() => {
    isDone = true;
  });
  const result = deferWhenSlow({ work, ageMs: 0, defer: () => Promise.reject(new Error("offline")) });
  const outcome = result.catch((error: Error) => ({ isDone, message: error.message }));
  await vi.advanceTimersByTimeAsync(6000);

  await expect(outcome).resolves.toEqual({ isDone: true, message: "offline" });
});

test("no timer is left behind", async () => {
  await deferWhenSlow({ work: Promise.resolve(1), ageMs: 0, defer: async () => {} });

  expect(vi.getTimerCount()).toBe(0);
});
