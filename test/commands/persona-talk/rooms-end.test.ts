import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn } from "../../support/persona-bot.ts";
import { answerIn, recordAnswering } from "../../support/recording-answering.ts";
import { linkIn, minutesUsed, startTalkBot, type TalkBot } from "./talk-bot.ts";

const minute = 60_000;

async function isOver(bot: TalkBot): Promise<boolean> {
  const rows = await bot.rooms();
  return rows.every(({ ended_at, look_at }) => ended_at !== null && look_at === null);
}

forEachEngine((_engine, open) => {
  test.each([
    ["nobody comes", 3 * minute, "nobodyCame", 2],
    ["it is stayed in", 11 * minute, "maxDuration", 10],
  ])("a room in which %s ends on time, by a moved clock, and is settled", async (name, ms, reason, minutes) => {
    const bot = await startTalkBot(open);
    const joined = await bot.pressJoin(bot.person("U2"));
    const [room] = bot.account.rooms.all;
    if (name === "it is stayed in") expect(bot.standIn.join(linkIn(joined) ?? "", "Ben")).toBe("in");

    bot.skip(ms);
    await bot.until(() => isOver(bot));

    expect(room?.end).toBeDefined();
    expect(await bot.rooms()).toMatchObject([{ end_reason: reason, minutes_used: minutes }]);
    expect(await minutesUsed(bot)).toBe(minutes);
  });

  test("a room that Tavus does not end by itself is ended by us, however often Tavus fails first", async () => {
    const bot = await startTalkBot(open);
    const joined = await bot.pressJoin(bot.person("U2"));
    bot.standIn.join(linkIn(joined) ?? "", "Ben");
    const [room] = bot.account.rooms.all;
    Object.assign(room ?? {}, { longest: 7200 });
    bot.standIn.setFault({ status: 503 }, { operation: "end conversation", times: 2 });

    await bot.until(async () => {
      await bot.pass(5000);
      return room?.end !== undefined;
    });
    await bot.until(() => isOver(bot));

    expect(room?.end?.reason).toBe("end_conversation_endpoint_hit");
    expect(await bot.rooms()).toMatchObject([{ end_reason: "timeUp", minutes_used: 10 }]);
  });

  test("everybody leaves: it is noticed, the card shows nobody, and a new press makes a new room", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    const joined = await bot.pressJoin(ben);
    const [room] = bot.account.rooms.all;
    bot.standIn.join(linkIn(joined) ?? "", "Ben");
    bot.account.rooms.leave(room?.id ?? "", "Ben");

    bot.skip(30_000);
    await bot.until(() => isOver(bot));
    const emptied = bot.cardNow();
    const again = await bot.pressJoin(ben);

    expect(emptied.items ?? []).toEqual([]);
    expect(linkIn(again)).toContain("?t=");
    expect(bot.account.rooms.open.length).toBe(1);
  });

  test("the answer cannot be shown: the room is ended at once, and the person told otherwise, without the link", async () => {
    const bot = await startTalkBot(open);

    await bot.pressJoin(bot.person("U2"), "lost press", recordAnswering({ isOver: true }));
    await bot.until(() => isOver(bot));

    expect(bot.account.rooms.open).toEqual([]);
    expect(bot.direct.sent.map(({ userId }) => userId)).toEqual(["U2"]);
    expect(bot.direct.sent[0]?.reply.text).toContain("It could not be shown to you");
    expect(JSON.stringify(bot.direct.sent)).not.toContain("t=");
    expect(JSON.stringify(await bot.database.kysely.selectFrom("owed").selectAll().execute())).not.toContain(
      "?t=",
    );
  });

  test("a further press whose answer cannot be shown leaves the room open, and the person is told of it without the link", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    await bot.pressJoin(ben, "a press");

    await bot.pressJoin(ben, "another press", recordAnswering({ isOver: true }));
    // Whoever answers the same press once more says it.
    await bot.pressJoin(ben, "a press", recordAnswering({ isOver: true }));

    expect(bot.direct.sent.map(({ userId, reply }) => [userId, reply.title])).toEqual([
      ["U2", "Your room with “Ada” is open"],
    ]);
    expect(JSON.stringify(bot.direct.sent)).not.toContain("t=");
    expect(bot.account.rooms.open.length).toBe(1);
  });

  test("somebody else cannot end it, whoever manages personas can", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    await bot.until(() => bot.cardNow().items?.length === 1);
    const end = buttonIn(bot.cardNow(), "End");

    const refused = answerIn(await bot.person("U3").press(end));
    const still = bot.account.rooms.open.length;
    const ended = answerIn(await bot.admin.press(end));

    expect(refused.title + refused.text).toContain("somebody else");
    expect(still).toBe(1);
    expect(ended.title).toBe("The room with “Ada” is over");
    expect(await bot.rooms()).toMatchObject([{ end_reason: "manager" }]);
  });

  test("the persona is deleted or unlinked: its rooms end", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    const asked = answerIn(await bot.admin.run("persona-delete", { persona: "Ada" }));

    await bot.admin.press(buttonIn(asked, "Delete here only"));
    bot.skip(20_000);
    await bot.until(() => isOver(bot));

    expect(bot.account.rooms.open).toEqual([]);
    expect(await bot.rooms()).toMatchObject([{ end_reason: "personaGone" }]);
  });

  test("the bot is removed from the team: its rooms end", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));

    await bot.events.left("slack:T1", "app_uninstalled");
    bot.skip(20_000);
    await bot.until(() => isOver(bot));

    expect(bot.account.rooms.open).toEqual([]);
  });

  test("nothing is asked of Tavus where no room is open", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    bot.skip(3 * minute);
    await bot.until(() => isOver(bot));
    const asked = bot.standIn.requests.length;

    for (let hour = 0; hour < 5; hour += 1) {
      bot.skip(60 * minute);
      await bot.until(() => true);
    }

    expect(bot.standIn.requests.length).toBe(asked);
  });
});
