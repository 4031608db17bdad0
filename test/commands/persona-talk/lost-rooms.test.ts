import { expect, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../../support/databases.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { linkIn, minutesUsed, startTalkBot, type TalkBot } from "./talk-bot.ts";

const create = { operation: "create conversation", times: 1 } as const;

async function isOver(bot: TalkBot): Promise<boolean> {
  const rows = await bot.rooms();
  return rows.every(({ ended_at, look_at }) => ended_at !== null && look_at === null);
}

/** Lets as much time pass as it takes. */
function settle(bot: TalkBot): Promise<void> {
  return bot.until(async () => {
    await bot.pass(5000);
    return isOver(bot);
  });
}

forEachEngine((_engine, open) => {
  test.each<[string, Fault, number]>([
    ["Tavus made it and its answer is lost", { drop: true, workFirst: true }, 1],
    ["Tavus made it and its answer makes no sense", { status: 200, body: {}, workFirst: true }, 1],
    ["Tavus made it and says that it failed", { status: 503, workFirst: true }, 1],
    ["Tavus did not make it and nobody can tell", { drop: true }, 0],
    ["Tavus fails", { status: 503 }, 0],
  ])("%s: the person is told, nothing is made a second time, nothing stays open", async (_name, fault, most) => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    bot.standIn.setFault(fault, create);

    const joined = answerIn(await bot.pressJoin(ben));
    const meanwhile = await bot.pressJoin(ben);
    await settle(bot);
    await bot.until(async () => {
      await bot.pass(31_000);
      return bot.direct.sent.length > 0;
    });
    const again = await bot.pressJoin(ben);

    expect(joined.title).toBe("Whether a room with “Ada” was opened is not known");
    expect(linkIn(meanwhile)).toBeUndefined();
    expect(bot.account.rooms.all.length).toBe(most + 1);
    expect(bot.account.rooms.open.length).toBe(1);
    expect(bot.direct.sent.map(({ userId, reply }) => `${userId}: ${reply.title}`)).toEqual([
      expect.stringMatching(/^U2: Your room with “Ada” (is over|is being ended|could not be opened)$/),
    ]);
    expect(linkIn(again)).toContain("?t=");
  });

  test.each<[string, Fault, string]>([
    [
      "too many are open",
      { status: 400, body: { message: "User has reached maximum concurrent conversations" } },
      "This team has these rooms open|None of them is a room of this team",
    ],
    [
      "there are no credits",
      { status: 402, body: { message: "The user is out of conversational credits." } },
      "out of credits",
    ],
    ["the key is wrong", { status: 401, body: { message: "Invalid access token" } }, "refused the API key"],
    [
      "Tavus refuses the face",
      { status: 400, body: { error: "Invalid replica_uuid" } },
      "Tavus refused the request",
    ],
    ["Tavus takes no more requests", { status: 429 }, "takes no more requests"],
  ])("%s: it is said at once, nothing waits, and nothing is taken of the limit", async (_name, fault, cause) => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    bot.standIn.setFault(fault, create);

    const joined = answerIn(await bot.pressJoin(ben));
    await bot.until(() => isOver(bot));
    bot.skip(3_600_000);
    await bot.until(() => true);

    expect(joined.title).toBe("No room with “Ada” was opened");
    expect(joined.text).toMatch(new RegExp(cause));
    expect(bot.account.rooms.all).toEqual([]);
    expect(await minutesUsed(bot)).toBe(0);
    expect(linkIn(await bot.pressJoin(ben))).toContain("?t=");
  });

  test("without a key it is said at once, and no room is opened when there is one later", async () => {
    const bot = await startTalkBot(open);
    const nobody = bot.person("U2", "member", "slack:T1");
    await bot.settings.change("slack:T1", {
      key: { sealed: "v1.not.to.be", tag: "000000000000", lastFour: "0000", setBy: "U1" },
    } as never);

    const joined = answerIn(await bot.pressJoin(nobody));

    expect(joined.tone).toBe("failure");
    expect(await bot.rooms()).toEqual([]);
    expect(bot.account.rooms.all).toEqual([]);
  });

  test("whoever is shown the room by a further press, as after a process died, is not told again that it is there", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    const link = linkIn(await bot.pressJoin(ben));
    const { kysely } = bot.database;
    const links = () =>
      kysely.selectFrom("links").selectAll().where("subject_kind", "=", "conversation").execute();
    await bot.until(async () => (await links()).every(({ told_at }) => told_at !== null));
    await kysely
      .updateTable("links")
      .set({ told_at: null })
      .where("subject_kind", "=", "conversation")
      .execute();

    const again = await bot.pressJoin(ben);
    await bot.until(async () => (await links()).every(({ told_at }) => told_at !== null));

    expect(linkIn(again)).toBe(link);
    expect(bot.direct.sent).toEqual([]);
  });

  test("50 people press at once: never more minutes than the team has", async () => {
    const bot = await startTalkBot(open);
    await bot.settings.change("slack:T1", { limits: { "conversationMinutes.team": 25 } });

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => bot.pressJoin(bot.person(`P${index}`))),
    );

    const rows = await bot.rooms();
    expect(rows.map(({ minutes }) => minutes).sort()).toEqual([10, 10, 5]);
    expect(await minutesUsed(bot)).toBe(25);
    expect(answers.filter((answer) => linkIn(answer) !== undefined).length).toBe(3);
    expect(bot.account.rooms.all.map(({ longest }) => longest).sort()).toEqual([300, 600, 600]);
  });
});
