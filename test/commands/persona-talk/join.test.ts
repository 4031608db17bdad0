import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { linkIn, minutesUsed, postCard, startTalkBot } from "./talk-bot.ts";

forEachEngine((_engine, open) => {
  test("50 cards make no room and ask Tavus for none", async () => {
    const bot = await startTalkBot(open);

    for (let count = 0; count < 49; count += 1) await postCard(bot, bot.admin);

    expect(bot.account.rooms.all).toEqual([]);
    expect(await bot.rooms()).toEqual([]);
  });

  test("a press makes one private room, whose link is shown to that person alone, and the card says who is in", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");

    const joined = await bot.pressJoin(ben);
    await bot.until(() => bot.cardNow().items?.length === 1);

    const [room, ...others] = bot.account.rooms.all;
    const [row] = await bot.rooms();
    expect(others).toEqual([]);
    expect(room?.body).toMatchObject({
      persona_id: bot.account.personas[0]?.id,
      require_auth: true,
      max_participants: 2,
      properties: { max_call_duration: 600, participant_absent_timeout: 120, participant_left_timeout: 10 },
    });
    expect(room?.name).toBe(`Ada · ${row?.id}`);
    expect(linkIn(joined)).toMatch(new RegExp(`^https://tavus.daily.co/${room?.id}\\?t=.+`));
    expect(bot.cardNow().items?.[0]?.mentions).toEqual([{ kind: "person", id: "U2" }]);
    const token = String(linkIn(joined)).split("?t=")[1];
    expect(JSON.stringify([bot.cardNow(), bot.written, await bot.rooms()])).not.toContain(token);
    expect(await minutesUsed(bot)).toBe(10);
  });

  test("pressed twice, delivered twice: the same room and the same link", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");

    const [first, again] = await Promise.all([
      bot.pressJoin(ben, "one press"),
      bot.pressJoin(ben, "one press"),
    ]);
    const second = await bot.pressJoin(ben, "another press");

    expect(bot.account.rooms.all.length).toBe(1);
    expect(new Set([first, again, second].map(linkIn)).size).toBe(1);
    expect(linkIn(first)).toContain("?t=");
    expect(await minutesUsed(bot)).toBe(10);
  });

  test.each([
    true,
    false,
  ])("a persona that Tavus says it does not know, gone: %s, is not said to be deleted before somebody looks", async (isGone) => {
    const bot = await startTalkBot(open);
    const answer = { status: 400, body: { error: "Invalid persona_id" } };
    if (isGone) bot.account.removePersona(bot.account.personas[0]?.id ?? "");
    else bot.standIn.setFault(answer, { operation: "create conversation" });

    const { text = "" } = answerIn(await bot.pressJoin(bot.person("U2")));

    expect(text).toContain(
      "does not know the linked persona under the present key. Tavus says: “Invalid persona_id”",
    );
    expect(text).toContain("/persona-show looks whether it is still there, and says what can be done.");
    await bot.until(async () => (await bot.rooms())[0]?.end_reason === "notMade");
    expect(await minutesUsed(bot)).toBe(0);
  });

  test("two people on one card have a room each, and nobody is shown another's link", async () => {
    const bot = await startTalkBot(open);

    const [ben, eve] = await Promise.all([bot.pressJoin(bot.person("U2")), bot.pressJoin(bot.person("U3"))]);
    await bot.until(() => bot.cardNow().items?.length === 2);

    expect(bot.account.rooms.all.length).toBe(2);
    expect(linkIn(ben)).not.toBe(linkIn(eve));
    expect(bot.cardNow().buttons?.map(({ label }) => label)).toEqual(["Join", "End 1", "End 2"]);
  });

  test("End ends it at once, settles what it took, and the card shows nobody", async () => {
    const bot = await startTalkBot(open);
    const ben = bot.person("U2");
    const joined = await bot.pressJoin(ben);

    const ended = answerIn(await ben.press(buttonIn(answerIn(joined), "End")));
    await bot.until(
      async () => (bot.cardNow().items ?? []).length === 0 && bot.cardNow().buttons?.length === 1,
    );

    const [row] = await bot.rooms();
    expect(ended).toMatchObject({ tone: "success", title: "The room with “Ada” is over" });
    expect(bot.account.rooms.all[0]?.end).toBeDefined();
    expect(row).toMatchObject({ end_reason: "person", minutes_used: 1, link_sealed: null });
    expect(await minutesUsed(bot)).toBe(1);
  });
});
