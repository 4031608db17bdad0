import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { linkIn, startTalkBot } from "./talk-bot.ts";

/** What the addresses of rooms begin with, where they lead nowhere. */
const nowhere = [
  "",
  "tavus.daily.co",
  "javascript:alert(1)//",
  "ftp://tavus.daily.co",
  `https://x.test/${"a".repeat(2000)}`,
];

forEachEngine((_engine, open) => {
  test("a room to which Tavus gives no way in is ended at once, and whoever pressed reads why", async () => {
    const bot = await startTalkBot(open);
    for (const roomsAt of nowhere) {
      bot.standIn.behaviour.roomsAt = roomsAt;
      const joined = answerIn(await bot.pressJoin(bot.person("U2")));
      await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null), "the end");

      expect(joined.text, roomsAt).toContain("Tavus gave no way into it");
      expect(joined.links).toBeUndefined();
      expect(bot.account.rooms.open).toEqual([]);
    }
    expect((await bot.rooms()).map(({ end_reason }) => end_reason)).toEqual(nowhere.map(() => "noWayIn"));

    bot.standIn.behaviour.roomsAt = "https://tavus.daily.co";
    expect(linkIn(await bot.pressJoin(bot.person("U2")))).toContain("https://tavus.daily.co/");
  });
});
