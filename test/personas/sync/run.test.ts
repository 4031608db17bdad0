import { expect, test } from "vitest";
import type { SyncProgress } from "../../../src/personas/sync/sync-verbs.ts";
import { forEachEngine } from "../../support/databases.ts";
import { tenant, userId } from "../../support/persona-builders.ts";
import { countHere, countsOf, openSyncHouse, type SyncHouse } from "../../support/sync-house.ts";
import { untilTrue } from "../../support/until-true.ts";

const request = { tenantId: tenant, startedBy: userId, mode: "apply" as const };

/** An account whose reading takes some seconds. */
async function openSlowHouse(open: Parameters<typeof openSyncHouse>[0]): Promise<SyncHouse> {
  const house = await openSyncHouse(open);
  for (let number = 0; number < 200; number += 1) house.account.addPersona({ name: `Persona ${number}` });
  house.standIn.behaviour.pageMaximum = 5;
  house.standIn.setFault({ delayMs: 300 }, { operation: "list personas" });
  return house;
}

forEachEngine((_engine, open) => {
  test("who asks while one runs gets its progress, in another process too, and Cancel ends it", async () => {
    const house = await openSlowHouse(open);
    const told: SyncProgress[] = [];
    const running = house.bot.personas.sync(request, (progress) => told.push(progress));
    await untilTrue(() => told.some(({ phase, done }) => phase === "reading" && done > 0));

    const second = await house.startBot().personas.sync({ ...request, startedBy: "u2" }, () => {});
    const isCancelled = await house.startBot().personas.cancelSync(tenant);
    const ended = await running;
    house.standIn.clearFaults();
    const rest = await house.sync();

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
    const house = await openSyncHouse(open);
    house.account.addPersona({ name: "Ada" });
    expect(await house.bot.personas.syncState(tenant)).toEqual({ state: "never" });

    const summary = await house.sync();

    expect(await house.startBot().personas.syncState(tenant)).toEqual({ state: "ended", summary });
    expect(await house.bot.personas.cancelSync(tenant)).toBe(false);
  });

  test("a run whose process was killed is seen as interrupted, and another goes on", async () => {
    const house = await openSlowHouse(open);
    const told: SyncProgress[] = [];
    const killed = house.bot.personas.sync(request, (progress) => told.push(progress));
    await untilTrue(() => told.some(({ done }) => done > 0));
    house.bot.kill();
    await expect(killed).rejects.toThrow("dead");
    house.standIn.clearFaults();
    house.advance(60_000);
    const next = house.startBot();

    const state = await next.personas.syncState(tenant);
    const result = await next.personas.sync(request, () => {});

    expect(state.state).toBe("interrupted");
    expect(result).toMatchObject({ state: "ended" });
    expect(await countHere(house)).toBe(200);
  });

  test("without a key nothing is asked", async () => {
    const house = await openSyncHouse(open, { key: undefined });

    const summary = await house.sync();

    expect(summary.stoppedBecause).toEqual({ kind: "noKey" });
    expect(house.standIn.requests).toEqual([]);
  });
});
