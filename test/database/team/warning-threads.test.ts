import { expect, test } from "vitest";
import { createWarningQueue } from "../../../src/database/team/warnings/warning-queue.ts";
import { createWarningStore } from "../../../src/database/team/warnings/warning-store.ts";
import { createWarningThreads } from "../../../src/database/team/warnings/warning-threads.ts";
import { isoTime } from "../../../src/database/times.ts";
import { bringTimesBack } from "../../../src/database/times-ahead.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";

const begun = Date.UTC(2026, 0, 1);
const leaseMs = 120_000;
const settledMs = 5000;

/** A warning whose message stands in a channel, and the clock. */
async function aPostedWarning(open: OpenDatabase) {
  const clock = { nowMs: begun };
  const database = await open({ clock: () => clock.nowMs });
  const store = createWarningStore(database);
  const queue = createWarningQueue(database);
  const failure = { topic: "rejected", cause: "rejected", words: null, incident: null, userId: null };
  const raise = () => store.raise("t", { id: "w1", ...failure, isSeen: false, personaId: "per_a" });
  const post = async () => {
    const [row] = await queue.claimDue(1, leaseMs);
    if (!row) throw new Error("Nothing is due.");
    await queue.placed("t", row, {
      placed: { state: "posted", channelId: "C1", messageId: "M1" },
      restMs: 10_000,
    });
  };
  await raise();
  await post();
  const rows = () => database.kysely.selectFrom("warnings").selectAll().execute();
  return { clock, database, threads: createWarningThreads(database), raise, post, rows };
}

forEachEngine((_engine, open) => {
  test("the thread is due once its warning stands for a moment, and never again", async () => {
    const { clock, threads, raise, post } = await aPostedWarning(open);
    expect(await threads.claimDue(9, leaseMs)).toEqual([]);

    clock.nowMs += settledMs;
    const [thread] = await threads.claimDue(9, leaseMs);
    if (!thread) throw new Error("Nothing is due.");
    expect(await threads.posting(thread)).toBe(true);
    expect(await threads.ended(thread, { state: "posted" })).toBe(true);
    clock.nowMs += leaseMs;
    await raise();
    await post();
    clock.nowMs += leaseMs;

    expect(await threads.claimDue(9, leaseMs)).toEqual([]);
  });

  test("of several processes that look at once one has it, and who was overtaken notes nothing", async () => {
    const { clock, threads, rows } = await aPostedWarning(open);
    clock.nowMs += settledMs;

    const claimed = await Promise.all([1, 2, 3].map(() => threads.claimDue(9, leaseMs)));
    const [thread, ...others] = claimed.flat();
    expect(others).toEqual([]);
    if (!thread) throw new Error("Nobody has it.");
    clock.nowMs += leaseMs + 1;
    const [again] = await threads.claimDue(9, leaseMs);

    expect(await threads.posting(thread)).toBe(false);
    expect(await threads.ended(thread, { state: "refused" })).toBe(false);
    expect(again?.id).toBe("w1");
    expect(await rows()).toMatchObject([{ thread_state: "due" }]);
  });

  test("who does not take a message says whether it may stand there", async () => {
    const { clock, threads } = await aPostedWarning(open);
    clock.nowMs += settledMs;
    const sent: (number | undefined)[] = [];
    for (const isUnsent of [true, false, true]) {
      const [thread] = await threads.claimDue(9, leaseMs);
      if (!thread) throw new Error("Nothing is due.");
      sent.push(thread.threadBeganMs);
      await threads.posting(thread);
      await threads.again(thread, 1000, isUnsent);
      clock.nowMs += 1000;
    }
    const [last] = await threads.claimDue(9, leaseMs);

    expect([...sent, last?.threadBeganMs]).toEqual([
      undefined,
      undefined,
      begun + settledMs + 1000,
      undefined,
    ]);
  });

  test("a clock that was set back holds no thread up, and lets none stand for newer than it may be", async () => {
    const { clock, database, threads, rows } = await aPostedWarning(open);
    clock.nowMs += settledMs;
    const [thread] = await threads.claimDue(9, leaseMs);
    if (!thread) throw new Error("Nothing is due.");
    await threads.posting(thread);
    const hourMs = 3_600_000;
    clock.nowMs -= 3 * hourMs;

    await bringTimesBack(database);

    const due = { thread_due_at: isoTime(clock.nowMs), thread_began_at: isoTime(clock.nowMs - hourMs) };
    expect(await rows()).toMatchObject([due]);
  });

  test("personas are noted in their order, each once, whichever of them is part of another's id", async () => {
    const database = await open({ clock: () => begun });
    const store = createWarningStore(database);
    const failure = { topic: "x", cause: "x", words: null, incident: null, userId: null, isSeen: true };
    for (const personaId of ["per_ab", null, "per_a", "per_ab", "per_abc", "per_a"])
      await store.raise("t", { id: "w1", ...failure, personaId });

    expect((await store.find("t", "w1"))?.personaIds).toEqual(["per_ab", "per_a", "per_abc"]);
  });
});
