import { expect, test } from "vitest";
import { startTalkBot } from "../commands/persona-talk/talk-bot.ts";
import { forEachEngine } from "../support/databases.ts";
import { buttonIn } from "../support/persona-bot.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { answerIn } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";
import { openCallWorld } from "./call-world.ts";

const minute = 60_000;
const notThere = [
  { status: 400, body: { error: "Invalid conversation_id" } },
  { status: 404, body: { error: "Conversation not found" } },
  { status: 410, body: { error: "Conversation is gone" } },
];
/** Says so of nothing by its name, and may be anybody's word. */
const notFound = [
  { status: 404, body: { message: "Not Found" } },
  { status: 404, body: "<html><title>404 Not Found</title></html>" },
];

forEachEngine((_engine, open) => {
  test.each(
    notThere,
  )("one answer $status that a room is not there ends nobody's care for it", async (fault) => {
    const bot = await startTalkBot(open);
    const joined = answerIn(await bot.pressJoin(bot.person("U2")));
    bot.account.rooms.join(joined.links?.[0]?.url ?? "", "U2");
    bot.standIn.setFault(fault, { operation: "get conversation", times: 1 });
    const asked = () =>
      bot.standIn.requests.filter(({ operation }) => operation === "get conversation").length;

    bot.skip(20_000);
    await bot.until(() => asked() > 0);
    bot.skip(20_000);
    await bot.until(() => asked() > 1);
    bot.standIn.setFault(fault, { operation: "get conversation", times: 1 });
    await bot.person("U2").press(buttonIn(joined, "End"));
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));

    expect(bot.account.rooms.open).toEqual([]);
    expect(await bot.rooms()).toMatchObject([{ end_reason: "person" }]);
  });

  test.each([
    ...notThere,
    ...notFound,
  ])("a room that somebody deleted in Tavus holds nobody up, however it says so: $status $body", async (fault) => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await Promise.all([bot.join("U1"), bot.join("U2")]);
    await bot.keeper.stop(2000);
    for (const { id } of world.account.rooms.all) world.account.rooms.remove(id);
    for (const operation of ["get conversation", "end conversation"] as const)
      world.standIn.setFault(fault, { operation });
    await world.advance(3 * minute);
    const [pressed] = (await world.rows()).filter(({ user_id }) => user_id === "U2");

    bot.keeper.start();
    await bot.conversations.end({ tenantId: tenant, id: pressed?.id ?? "" }, "person");
    await untilTrue(async () => (await world.rows()).every(({ ended_at }) => ended_at !== null), {
      what: "the rooms to be over",
    });

    const ends = (await world.rows()).map(({ user_id, end_reason }) => [user_id, end_reason]);
    // The press and a look begin at once, and the reason of whichever comes first stands.
    expect(Object.fromEntries(ends)).toEqual({
      U1: "endedInTavus",
      U2: expect.stringMatching(/^(?:person|endedInTavus)$/),
    });
  });

  test.each([
    ["video", 2],
    ["chat", 10],
  ] as const)("what counted as lost and is found long after is ended all the same, and its minutes stay as they were: %s", async (mode, minutes) => {
    const world = await openCallWorld(open);
    world.standIn.setFault({ drop: true, workFirst: true }, { operation: "create conversation", times: 1 });
    world.standIn.setFault({ status: 503 }, { operation: "list conversations" });
    const bot = world.startBot();
    await bot.join("U1", "a press", mode);
    for (const room of world.account.rooms.open) Object.assign(room, { wasJoined: true, longest: 1e9 });
    await untilTrue(
      async () => {
        await bot.keeper.stop(20_000);
        await world.advance(minute);
        bot.keeper.start();
        bot.worker.wake();
        return (await world.rows()).every(({ ended_at }) => ended_at !== null);
      },
      { what: "the room to count as lost" },
    );
    const [lost] = await world.rows();
    world.standIn.clearFaults();
    await world.untilOver(bot, minute);

    expect(lost).toMatchObject({ end_reason: "lost", minutes_used: minutes });
    expect(world.account.rooms.ever).toHaveLength(1);
    expect(world.account.rooms.open).toEqual([]);
    expect(await world.rows()).toMatchObject([{ end_reason: "found", minutes_used: minutes }]);
    expect(await world.minutesTaken()).toBe(minutes);
  });
});
