import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { within } from "../src/within.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

test.each([["done"], [undefined], [0], [false]])("what comes in time is told, as with %s", async (value) => {
  expect(await within(Promise.resolve(value), 1000)).toEqual({ value });
  expect(vi.getTimerCount()).toBe(0);
});

test("what takes longer is not waited for", async () => {
  const waited = within(new Promise(() => undefined), 1000);

  vi.advanceTimersByTime(999);
  expect(await Promise.race([waited, Promise.resolve("waiting")])).toBe("waiting");
  vi.advanceTimersByTime(1);

  expect(await waited).toBeUndefined();
});

test("what fails in time fails", async () => {
  await expect(within(Promise.reject(new Error("no")), 1000)).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});

test("what fails later is nobody's unhandled rejection", async () => {
  const work = Promise.withResolvers<void>();
  const waited = within(work.promise, 1000);
  vi.advanceTimersByTime(1000);
  await waited;
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);

  work.reject(new Error("late"));
  vi.useRealTimers();
  await delay(5);

  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test.each([
  [{}, true],
  [{ ref: false }, false],
])("with %o, that the wait keeps the process alive is %s", async (options, isKept) => {
  vi.useRealTimers();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const work = Promise.withResolvers<void>();

  const waited = within(work.promise, 60_000, options);
  const during = timers();
  work.resolve();
  await waited;

  expect(during > before).toBe(isKept);
});
