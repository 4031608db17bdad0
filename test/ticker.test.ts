import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTicker } from "../src/ticker.ts";
import { untilTrue } from "./support/until-true.ts";

function count({
  everyMs = 5,
  tick = async () => {},
}: {
  everyMs?: number;
  tick?: () => Promise<void>;
} = {}) {
  const counted = { ticks: 0, failures: [] as unknown[] };
  const ticker = createTicker({
    everyMs,
    async tick() {
      counted.ticks += 1;
      await tick();
    },
    failed: (error) => counted.failures.push(error),
  });
  return { counted, ticker };
}

test("it ticks at once, again and again, and after stop no more", async () => {
  const { counted, ticker } = count();

  ticker.start();
  await untilTrue(() => counted.ticks >= 3);
  await ticker.stop(1000, () => []);
  const { ticks } = counted;
  await sleep(30);

  expect(counted.ticks).toBe(ticks);
  expect(ticker.isStopped()).toBe(true);
});

test("woken during a tick it ticks once more right after it, never two at a time", async () => {
  const first = Promise.withResolvers<void>();
  const { counted, ticker } = count({ everyMs: 60_000, tick: () => first.promise });

  ticker.start();
  for (let times = 0; times < 5; times += 1) ticker.wake();
  await sleep(20);
  expect(counted.ticks).toBe(1);
  first.resolve();
  await untilTrue(() => counted.ticks === 2);
  await sleep(20);

  expect(counted.ticks).toBe(2);
  await ticker.stop(1000, () => []);
});

test("stop waits for what the present tick begins, too", async () => {
  const claimed = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<void>();
  const begun: Promise<void>[] = [];
  const { ticker } = count({
    async tick() {
      await claimed.promise;
      begun.push(looked.promise);
    },
  });
  let isOver = false;

  ticker.start();
  const stopped = ticker
    .stop(20_000, () => begun)
    .then(() => {
      isOver = true;
    });
  claimed.resolve();
  await sleep(20);
  expect(isOver).toBe(false);
  looked.resolve();

  await stopped;
});

test("a tick that fails is told, and the next one comes", async () => {
  const { counted, ticker } = count({ tick: () => Promise.reject(new Error("the database is away")) });

  ticker.start();
  await untilTrue(() => counted.failures.length >= 2);
  await ticker.stop(1000, () => []);

  expect(counted.failures[0]).toEqual(new Error("the database is away"));
});

test("stop waits for what is pending, as long as it may", async () => {
  const work = Promise.withResolvers<void>();
  const { ticker } = count();
  ticker.start();
  let isStopped = false;

  const stopping = ticker
    .stop(60_000, () => [work.promise])
    .then(() => {
      isStopped = true;
    });
  await sleep(20);
  expect(isStopped).toBe(false);
  work.resolve();
  await stopping;

  await ticker.stop(1, () => [new Promise(() => {})]);
});
