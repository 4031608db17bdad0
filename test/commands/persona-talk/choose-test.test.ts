import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { startTalkBot } from "./talk-bot.ts";

forEachEngine((_engine, open) => {
  test.each([
    ["test", "Test a call with “Ada”"],
    ["video", "Talk with “Ada”"],
  ])("where no name was typed, the menu leads to a card of the mode that was: %s", async (mode, title) => {
    const { admin } = await startTalkBot(open);
    // Where there is one alone, that is taken without asking.
    await admin.create({ name: "Grace", replica: "r90bbd427f71" });

    const { menu } = answerIn(await admin.say("persona-talk", mode));
    const choice = menu?.choices.find(({ label }) => label.includes("Ada"));
    const chosen = await admin.press({ label: "", action: menu?.action ?? "", state: choice?.value ?? "" });

    expect(chosen.said).toContainEqual({ how: "post", reply: expect.objectContaining({ title }) });
  });
});
