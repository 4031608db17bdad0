import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { linkIn, startTalkBot } from "../persona-talk/talk-bot.ts";

forEachEngine((_engine, open) => {
  test("who rehearses in writing and presses Join is given no address of it, and reads what they have open", async () => {
    const bot = await startTalkBot(open);
    await bot.settings.change(workspace, { isRehearsalOn: true });
    const ben = bot.person("U2");
    const shown = answerIn(await ben.run("persona-show", { persona: "Ada" }));
    await ben.press(buttonIn(shown, "Rehearse"));

    const joined = await bot.pressJoin(ben);

    expect(linkIn(joined)).toBeUndefined();
    expect(answerIn(joined).title).toBe("Your rehearsal with “Ada” is open");
    expect((await bot.rooms()).map(({ mode, link_sealed }) => [mode, link_sealed])).toEqual([["chat", null]]);
    expect(bot.account.rooms.open).toHaveLength(1);
  });
});
