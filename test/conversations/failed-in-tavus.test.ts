import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { untilTrue } from "../support/until-true.ts";
import { openCallWorld } from "./call-world.ts";

forEachEngine((_engine, open) => {
  test.each([
    { status: "failed", isWanted: false, reason: "failedInTavus" },
    { status: "Error", isWanted: false, reason: "failedInTavus" },
    { status: "expired", isWanted: false, reason: "endedInTavus" },
    { status: "failed", isWanted: true, reason: "shutdown" },
    { status: "active", isWanted: false, reason: null },
    { status: undefined, isWanted: false, reason: null },
  ])("a room of which Tavus says $status (end wanted: $isWanted) has ended as $reason", async (said) => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1");
    await bot.keeper.stop(2000);
    const [made] = world.account.rooms.ever;
    const body = { conversation_id: made?.id, status: said.status };
    world.standIn.setFault({ status: 200, body }, { operation: "get conversation" });
    if (said.isWanted) await bot.conversations.endOwn(async () => true, 0);
    await world.advance(10_000);

    bot.keeper.start();
    const looks = () => world.standIn.requests.filter(({ operation }) => operation === "get conversation");
    await untilTrue(() => looks().length > 0, { what: "the look" });
    await bot.keeper.stop(2000);

    expect((await world.rows()).map(({ end_reason }) => end_reason)).toEqual([said.reason]);
  });

  test.each([
    { says: "participant_absent_timeout", mode: "video", afterSeconds: 125, reason: "nobodyCame" },
    { says: "participant_absent_timeout", mode: "video", afterSeconds: 240, reason: "nobodyThere" },
    { says: "participant_absent_timeout", mode: "chat", afterSeconds: 240, reason: "endedInTavus" },
    { says: "participant_absent_timeout", mode: "chat", afterSeconds: 599, reason: "maxDuration" },
    { says: "max_call_duration", mode: "video", afterSeconds: 240, reason: "cutShort" },
    { says: "max_call_duration", mode: "video", afterSeconds: 599, reason: "maxDuration" },
  ] as const)("a $mode room that is over after $afterSeconds s for $says has ended as $reason", async (said) => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1", "a press", said.mode);
    await bot.keeper.stop(2000);
    await world.advance(said.afterSeconds * 1000);
    const timestamp = new Date(world.database.now()).toISOString();
    const properties = { shutdown_reason: `${said.says} reached` };
    const events = [{ event_type: "system.shutdown", timestamp, properties }];
    const body = { conversation_id: world.account.rooms.ever[0]?.id, status: "ended", events };
    world.standIn.setFault({ status: 200, body }, { operation: "get conversation" });

    bot.keeper.start();
    await untilTrue(async () => (await world.rows())[0]?.ended_at !== null, { what: "the end" });

    expect((await world.rows())[0]?.end_reason).toBe(said.reason);
  });

  test("a room that goes on although one answer says that it failed is ended in Tavus, and not left to itself", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1");
    await bot.keeper.stop(2000);
    const body = { conversation_id: world.account.rooms.ever[0]?.id, status: "error", error: "Try again" };
    world.standIn.setFault({ status: 200, body }, { operation: "get conversation", times: 1 });
    await world.advance(10_000);

    bot.keeper.start();
    await untilTrue(async () => (await world.rows())[0]?.ended_at !== null, { what: "the end" });

    expect(world.account.rooms.open).toEqual([]);
  });
});
