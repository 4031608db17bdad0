import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createSyncStore, type SyncStore } from "../../../src/database/team/sync-store.ts";
import type { SyncProgress, SyncSummary } from "../../../src/personas/sync/sync-verbs.ts";
import { answerMoved, asWork } from "../../../src/work.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  countHere,
  countsOf,
  openSyncHarness,
  type SyncHarness,
} from "../../support/harness/sync-harness.ts";
import { tenant, userId } from "../../support/personas/persona-builders.ts";
import { untilTrue } from "../../support/until-true.ts";

const request = { tenantId: tenant, startedBy: userId, mode: "apply" as const };

/** Begun by a process that says nothing of it any more. */
const abandoned = {
  runId: "abandoned",
  mode: "apply",
  startedBy: userId,
  progress: JSON.stringify({ phase: "reading", done: 0 }),
};

/** An account whose reading takes some seconds. */
async function openSlowHouse(open: Parameters<typeof openSyncHarness>[0]): Promise<SyncHarness> {
  const harness = await openSyncHarness(open);
  for (let number = 0; number < 200; number += 1) harness.account.addPersona({ name: `Persona ${number}` });
  harness.standIn.behaviour.pageMaximum = 5;
  harness.standIn.setFault({ delayMs: 300 }, { operation: "list personas" });
  return harness;
}

forEachEngine((_engine, open) => {
  test("who asks while one runs gets its progress, in another process too, and Cancel ends it", async () => {
    const harness = await openSlowHouse(open);
    const told: SyncProgress[] = [];
    const running = harness.bot.personas.sync(request, (progress) => told.push(progress));
    await untilTrue(() => told.some(({ phase, done }) => phase === "reading" && done > 0));

    const second = await harness.startBot().personas.sync({ ...request, startedBy: "u2" }, () => {});
    const isCancelled = await harness.startBot().personas.cancelSync(tenant);
    const ended = await running;
    harness.standIn.clearFaults();
    const rest = await harness.sync();

    expect(second).toMatchObject({ state: "running", progress: { phase: "reading", startedBy: userId } });
    expect(isCancelled).toBe(true);
    if (ended.state !== "ended") throw new Error("It did not run.");
    expect(ended.summary.stoppedBecause).toEqual({ kind: "cancelled" });
    expect(ended.summary.imported.count).toBeGreaterThan(0);
    expect(countsOf(rest)).toEqual({
      imported: 200 - ended.summary.imported.count,
      inStep: ended.summary.imported.count,
    });
  });

  test("what a run came to can be read afterwards", async () => {
    const harness = await openSyncHarness(open);
    harness.account.addPersona({ name: "Ada" });
    expect(await harness.bot.personas.syncState(tenant)).toEqual({ state: "never" });

    const summary = await harness.sync();

    expect(await harness.startBot().personas.syncState(tenant)).toEqual({ state: "ended", summary });
    expect(await harness.bot.personas.cancelSync(tenant)).toBe(false);
  });

  test("a run whose process was killed is seen as interrupted, and another goes on", async () => {
    const harness = await openSlowHouse(open);
    const told: SyncProgress[] = [];
    const killed = harness.bot.personas.sync(request, (progress) => told.push(progress));
    await untilTrue(() => told.some(({ done }) => done > 0));
    harness.bot.kill();
    await expect(killed).rejects.toThrow("dead");
    harness.standIn.clearFaults();
    harness.advance(60_000);
    const next = harness.startBot();

    const state = await next.personas.syncState(tenant);
    const result = await next.personas.sync(request, () => {});

    expect(state.state).toBe("interrupted");
    expect(result).toMatchObject({ state: "ended" });
    expect(await countHere(harness)).toBe(200);
  });

  test.each([
    ["has died", async () => {}],
    ["has handed it over", (runs: SyncStore) => runs.handOver(tenant, abandoned)],
  ])("Cancel ends a run whose process %s, and whoever asked for it hears of that", async (_how, leave) => {
    const harness = await openSyncHarness(open);
    harness.account.addPersona({ name: "Ada" });
    const runs = createSyncStore(harness.database);
    await runs.begin(tenant, abandoned);
    await leave(runs);
    harness.advance(15_000);

    const isCancelled = await harness.bot.personas.cancelSync(tenant);
    harness.advance(15_000);
    const summaries: SyncSummary[] = [];
    await harness.bot.personas.resumeSyncs(1, {
      begun: async () => {},
      ended: async (_request, summary) => void summaries.push(summary),
      left: () => {},
    });

    expect(isCancelled).toBe(true);
    expect(summaries.map(({ stoppedBecause }) => stoppedBecause)).toEqual([{ kind: "cancelled" }]);
    expect(await harness.rows()).toEqual([]);
    expect(await harness.bot.personas.cancelSync(tenant)).toBe(false);
  });

  test("where it is shown how far it is is known to others at once: its process may die a moment later", async () => {
    const harness = await openSlowHouse(open);
    let place = "where it was asked for";
    const moved = Promise.withResolvers<void>();
    const show = () => {
      if (place === "a message") return;
      place = "a message";
      answerMoved();
      moved.resolve();
    };
    const running = asWork(harness.now(), () => harness.bot.personas.sync(request, show), {
      answerAt: () => place,
    });
    await moved.promise;
    // Less than until it is written again anyway.
    await sleep(500);
    harness.bot.kill();
    await expect(running).rejects.toThrow("dead");
    const { answer_sealed } = await harness.database.kysely
      .selectFrom("sync_runs")
      .select("answer_sealed")
      .executeTakeFirstOrThrow();

    expect(answer_sealed).toBe("a message");
  });

  test("without a key nothing is asked", async () => {
    const harness = await openSyncHarness(open, { key: undefined });

    const summary = await harness.sync();

    expect(summary.stoppedBecause).toEqual({ kind: "noKey" });
    expect(harness.standIn.requests).toEqual([]);
  });
});
