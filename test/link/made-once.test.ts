import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Harness, impatient, openHarness } from "../support/harness/harness.ts";
import { type RoomBot, startRoomBot } from "../support/harness/room-bot.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona", times: 1 } as const;
const minute = 60_000;

/** Time enough for the search, and for every look after it. */
async function letPass(harness: Harness, bot: RoomBot): Promise<void> {
  for (const minutes of [1, 11, 16, 60]) {
    await harness.advanceAfterAll(minutes * minute);
    await harness.work(bot);
    await harness.rest(bot);
  }
}

forEachEngine((_engine, open) => {
  test.each<[string, Fault, "failed" | "linked"]>([
    ["certainly not made: Tavus fails before it reads it", { status: 429 }, "failed"],
    ["refused", { status: 400, body: { error: "Invalid replica_uuid" } }, "failed"],
    ["no credits", { status: 402 }, "failed"],
    ["a wrong key", { status: 401 }, "failed"],
    ["lost and not made", { drop: true }, "failed"],
    ["an error, and not made", { status: 503 }, "failed"],
    ["lost and made", { drop: true, workFirst: true }, "linked"],
    ["an error, and made all the same", { status: 503, workFirst: true }, "linked"],
    ["an answer that makes no sense", { status: 200, body: {}, workFirst: true }, "linked"],
  ])("what is made once is asked for once: %s", async (_name, fault, state) => {
    const harness = await openHarness(open, impatient);
    const bot = startRoomBot(harness, { isMadeOnce: true });
    bot.worker.start();
    harness.standIn.setFault(fault, create);

    await bot.rooms.open("room_a", async () => {});
    await letPass(harness, bot);

    const link = await bot.rooms.links.find({ tenantId: tenant, id: "room_a" });
    expect(link).toMatchObject({ state, nextAttemptMs: undefined, outcomeUnknown: false });
    expect(harness.requests("create persona").length).toBe(1);
    expect(harness.account.personas.length).toBe(state === "linked" ? 1 : 0);
    expect(harness.requests("patch persona")).toEqual([]);
    expect((await harness.tenants.find(tenant))?.queuePause ?? undefined).toBeUndefined();
  });

  test("a process that dies before it is sent: nothing is made, by nobody", async () => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [
      startRoomBot(harness, { isMadeOnce: true }),
      startRoomBot(harness, { isMadeOnce: true }),
    ];
    const opening = first.rooms.open("room_a", async () => first.kill());
    await expect(opening).rejects.toThrow("dead");

    second.worker.start();
    await letPass(harness, second);

    expect(await second.rooms.links.find({ tenantId: tenant, id: "room_a" })).toMatchObject({
      state: "failed",
    });
    expect(harness.requests("create persona")).toEqual([]);
    expect(second.rooms.told.length).toBe(1);
  });

  test("what a lost request makes after the search is found later, and removed", async () => {
    const harness = await openHarness(open, impatient);
    const bot = startRoomBot(harness, { isMadeOnce: true });
    bot.worker.start();
    harness.standIn.setFault({ drop: true }, create);
    await bot.rooms.open("room_a", async () => {});
    await harness.advanceAfterAll(minute);
    await harness.until(bot, async () => {
      return (await bot.rooms.links.find({ tenantId: tenant, id: "room_a" }))?.state === "failed";
    });

    harness.account.storePersona({ persona_name: "A room · room_a", system_prompt: "You are a room." });
    await letPass(harness, bot);

    expect(harness.account.personas).toEqual([]);
    expect(harness.requests("create persona").length).toBe(1);
  });
});
