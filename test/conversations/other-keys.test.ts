import { expect, onTestFinished, test } from "vitest";
import { linkIn, postCard, startTalkBot, type TalkBot } from "../commands/persona-talk/talk-bot.ts";
import { forEachEngine } from "../support/databases.ts";
import { share } from "../support/outside-team.ts";
import { type BotOptions, buttonIn, workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";

const minute = 60_000;
const ownKey = "an-own-tavus-key-of-the-team";
const laterKey = "the-next-tavus-key-of-the-team";

async function isOver({ rooms }: TalkBot): Promise<boolean> {
  return (await rooms()).every(({ ended_at, look_at }) => ended_at !== null && look_at === null);
}

/** So many minutes have passed then. A look comes at each step, and an hour has more of them than it takes. */
async function passUntilOver(bot: TalkBot, stepMinutes = 3): Promise<{ passed: number }> {
  let passed = 0;
  await bot.until(async () => {
    await bot.pass(stepMinutes * minute);
    passed += stepMinutes;
    return isOver(bot);
  });
  return { passed };
}

/** A team in whose room of the operator's account somebody is, which then brings a key of its own account. */
const changes = {
  async "brings its own key"(bot: TalkBot) {
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
  },
  async "brings its own key and removes it"(bot: TalkBot) {
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    await bot.services.teamKeys.remove(workspace);
  },
};

forEachEngine((_engine, open) => {
  test.each(
    Object.entries(changes),
  )("a team %s while a room of the operator's is open: End ends it there", async (_name, change) => {
    const bot = await startTalkBot(open, { otherKeys: [ownKey] });
    const joined = await bot.pressJoin(bot.person("U2"));
    expect(bot.standIn.join(linkIn(joined) ?? "", "Ben")).toBe("in");
    await change(bot);

    const ended = answerIn(await bot.person("U2").press(buttonIn(answerIn(joined), "End")));

    expect(ended.title).toBe("The room with “Ada” is over");
    expect(bot.account.rooms.open).toEqual([]);
    expect(await bot.rooms()).toMatchObject([{ end_reason: "person" }]);
  });

  /** Ben in a room that was made with the team's own key. */
  async function inOwnRoom(options: BotOptions = {}) {
    const bot = await startTalkBot(open, { ...options, otherKeys: [ownKey, laterKey] });
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    await bot.admin.create({ name: "Bea", replica: "r90bbd427f71" });
    const { reply, message } = await postCard(bot, bot.admin, "Bea");
    const join = (userId: string) => bot.person(userId).press(buttonIn(reply, "Join"), { message });
    await join("U2");
    return { bot, join, rooms: bot.standIn.account(ownKey).rooms };
  }

  test.each([
    "replaces",
    "removes",
  ] as const)("a team that %s its own key has the rooms of it ended first, and is told how many", async (how) => {
    const { bot, rooms } = await inOwnRoom();
    const { teamKeys } = bot.services;

    const told =
      how === "removes"
        ? await teamKeys.remove(workspace)
        : (await teamKeys.store({ tenantId: workspace, userId: "U1", value: laterKey }, null)).rooms;

    expect(told).toMatchObject({ ended: 1, left: 0 });
    expect(rooms.open).toEqual([]);
    expect(await bot.rooms()).toMatchObject([{ end_reason: "keyChanged", minutes_used: 1 }]);
  });

  test("a room that somebody opens while those of a key are ended is ended with them", async () => {
    const { bot, join, rooms } = await inOwnRoom();
    const end = { operation: "end conversation" } as const;
    bot.standIn.setFault({ delayMs: 1000 }, { ...end, times: 1 });

    const removing = bot.services.teamKeys.remove(workspace);
    await expect
      .poll(() => bot.standIn.requests.some(({ operation }) => operation === end.operation))
      .toBe(true);
    await join("U3");

    expect(await removing).toMatchObject({ ended: 2, left: 0 });
    expect(rooms.open).toEqual([]);
  });

  test("a link that somebody shares while the rooms of a key are ended is ended with them", async () => {
    const { bot } = await inOwnRoom();
    await bot.settings.change(workspace, { isSharingOn: true });
    bot.pageKeeper.start();
    onTestFinished(() => bot.pageKeeper.stop(2000));
    await bot.admin.create({ name: "Ben" });
    const end = { operation: "end conversation" } as const;
    bot.standIn.setFault({ delayMs: 2000 }, { ...end, times: 1 });

    const removing = bot.services.teamKeys.remove(workspace);
    await expect
      .poll(() => bot.standIn.requests.some(({ operation }) => operation === end.operation))
      .toBe(true);
    await share(bot.admin);

    expect(await removing).toMatchObject({ ended: 1, left: 0, pages: { ended: 1, left: 0 } });
    expect(bot.standIn.account(ownKey).deployments.open).toEqual([]);
  });

  test("a room that Tavus does not end before its key is replaced is told of, and is over here soon after its time", async () => {
    const { bot } = await inOwnRoom({ patienceMs: 2000 });
    bot.standIn.setFault({ status: 503 }, { operation: "end conversation" });

    const { rooms } = await bot.services.teamKeys.store(
      { tenantId: workspace, userId: "U1", value: laterKey },
      null,
    );
    // What was begun with the key that was there still ends first; it would read at Tavus how the room ended.
    await bot.pass(16 * minute);
    bot.standIn.clearFaults();
    await bot.until(() => isOver(bot));

    expect(rooms).toMatchObject({ ended: 0, left: 1 });
    expect(await bot.rooms()).toMatchObject([{ minutes_used: 10 }]);
  });

  test.each([
    ["says the key is refused", { status: 401, body: { message: "Invalid access token" } }],
    ["says it may not", { status: 403, body: { message: "Forbidden" } }],
    ["fails", { status: 503 }],
    ["asks to slow down", { status: 429 }],
  ])("where Tavus %s for good, a room is over an hour after its time, and Tavus is asked no more", async (_name, fault) => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    bot.standIn.setFault(fault, { operation: "get conversation" });
    bot.standIn.setFault(fault, { operation: "end conversation" });

    const { passed } = await passUntilOver(bot);

    expect(passed).toBeGreaterThan(70);
    expect(passed).toBeLessThan(90);
    expect(await bot.rooms()).toMatchObject([{ end_reason: "assumed", minutes_used: 10 }]);
    const asked = bot.standIn.requests.length;
    await bot.pass(60 * minute);
    // Ends what the first has begun.
    await bot.pass(60 * minute);
    // The lists of faces, which the press had asked for, may come late.
    const since = bot.standIn.requests.slice(asked);
    expect(since.filter(({ operation }) => operation?.endsWith(" conversation"))).toEqual([]);
  });
});
