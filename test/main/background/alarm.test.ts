import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type DueTimes, type Queue, queues } from "../../../src/database/due-times.ts";
import { createLog } from "../../../src/log.ts";
import { createAlarm, type Wakers } from "../../../src/main/background/alarm.ts";
import { untilTrue } from "../../support/until-true.ts";

const nothing = { latestMs: undefined, nextMs: undefined };

/** An alarm over times that a test sets; it counts how often they are read and who is woken. */
function startAlarm(clock: () => number = Date.now) {
  const due = Object.fromEntries(queues.map((queue) => [queue, nothing])) as DueTimes;
  const woken: Queue[] = [];
  const lines: string[] = [];
  const seen = { reads: 0, fails: false };
  const alarm = createAlarm({
    async read() {
      seen.reads += 1;
      if (seen.fails) throw new Error("The database is gone.");
      return due;
    },
    now: clock,
    log: createLog({ level: "info", secrets: [], destination: { write: (line) => lines.push(line) } }),
  });
  alarm.start(
    Object.fromEntries(queues.map((queue) => [queue, () => woken.push(queue)])) as unknown as Wakers,
  );
  onTestFinished(() => alarm.stop());
  return { alarm, due, woken, lines, seen };
}

test.each(queues)("what is due in %s wakes who takes it up, and nobody else", async (queue) => {
  const { alarm, due, woken } = startAlarm();
  due[queue] = { latestMs: Date.now(), nextMs: undefined };

  alarm.ask();

  await untilTrue(() => woken.length > 0);
  expect(woken).toEqual([queue]);
});

test("it looks again when the next is due, not before, and once for what is written together", async () => {
  const { alarm, due, woken, seen } = startAlarm();
  await untilTrue(() => seen.reads === 1);
  const at = Date.now() + 900;
  due.rooms = { latestMs: undefined, nextMs: at };

  for (let count = 0; count < 20; count += 1) alarm.ask();
  await untilTrue(() => seen.reads === 2);
  due.rooms = { latestMs: at, nextMs: undefined };
  expect(woken).toEqual([]);
  await untilTrue(() => woken.length > 0);

  expect(Date.now()).toBeGreaterThanOrEqual(at);
  expect(seen.reads).toBe(3);
});

test("what is held up is tried at once, and not over and over; what becomes due beside it is", async () => {
  const { alarm, due, woken, seen } = startAlarm();
  due.links = { latestMs: 1000, nextMs: undefined };
  alarm.ask();
  await untilTrue(() => woken.length === 1);

  alarm.ask();
  const reads = seen.reads;
  await untilTrue(() => seen.reads > reads);
  expect(woken).toEqual(["links"]);
  due.links = { latestMs: 2000, nextMs: undefined };
  alarm.ask();
  await untilTrue(() => woken.length === 2);
});

test("everybody is woken when the clock was set back", async () => {
  let skippedMs = 0;
  const { alarm, woken, seen } = startAlarm(() => Date.now() + skippedMs);
  await untilTrue(() => seen.reads === 1);
  skippedMs = -3_600_000;

  alarm.ask();

  await untilTrue(() => woken.length > 0);
  expect(woken).toEqual([...queues]);
});

test("where nothing can be read, that stands in the log, shows, and is tried again", async () => {
  const { alarm, due, woken, lines, seen } = startAlarm();
  await untilTrue(() => seen.reads === 1);
  seen.fails = true;
  alarm.ask();
  await untilTrue(() => lines.length > 0);
  const silentMs = alarm.silentForMs();
  await sleep(5);
  expect(alarm.silentForMs()).toBeGreaterThan(silentMs);

  seen.fails = false;
  due.owed = { latestMs: 1, nextMs: undefined };
  alarm.ask();
  await untilTrue(() => woken.length > 0);
  expect(lines.join("")).toContain("what is due could not be read");
});
