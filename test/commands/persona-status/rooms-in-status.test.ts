import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, guild, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { startTalkBot } from "../persona-talk/talk-bot.ts";

forEachEngine((_, open) => {
  test("rooms that are open stand in the status, with whose they are and what is left, and are gone when they have ended", async () => {
    const bot = await startTalkBot(open);
    const [ada, ben] = [bot.person("U2"), bot.person("U3")];
    await bot.pressJoin(ada);
    await bot.pressJoin(ben);

    const reply = answerIn(await ada.run("persona-status"));
    const elsewhere = answerIn(await bot.person("U2", "member", guild).run("persona-status"));
    for (const { id } of await bot.rooms())
      await bot.services.conversations.end({ tenantId: workspace, id }, "person");
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    const later = answerIn(await ada.run("persona-status"));

    const rooms = reply.facts?.find(({ label }) => label === "Rooms");
    expect(rooms).toMatchObject({ value: "2 open, for", mentions: [{ id: "U2" }, { id: "U3" }] });
    expect(factsIn(reply)["Left today"]).toContain("Conversation minutes: 50 of 60 for you");
    expect([factsIn(elsewhere).Rooms, factsIn(later).Rooms]).toEqual([undefined, undefined]);
  });
});
