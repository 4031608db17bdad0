import { expect, test } from "vitest";
import { answerTo, reads } from "../support/black-box/black-box-chat.ts";
import { readTable } from "../support/black-box/black-box-rows.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

const typed = Array.from({ length: 20 }, (_, line) => `- Rule_${line}: *be* ${"kind ".repeat(6)}`).join("\n");

test.each([
  ["Discord", "nothing"],
  ["Slack", "nothing"],
  ["Slack", "files"],
] as const)("on %s what was typed into an overtaken form comes whole, or whole with the next command; refused: %s", async (platform, refused) => {
  const { world, admin, databaseFile } = await startBotInProcess();
  for (const isReached of [true, false]) {
    const [one, other] = [admin(platform), admin(platform)];
    const settings = async (chat: typeof one) => {
      const shown = await answerTo(chat, async () => (await chat.runForForm("persona-setup")).submit());
      return (await answerTo(chat, () => shown.press("More…"))).pressForForm("Team prompt");
    };
    const [early, late] = [await settings(one), await settings(other)];
    await answerTo(one, () => early.submit({ text: `Be brief, ${isReached}.` }));
    if (refused === "files")
      world.slack.fail("files.getUploadURLExternal", { error: "internal_error", times: 99 });
    if (!isReached) {
      other.setTakesDirectMessages(false);
      const closed = { code: 10062, message: "Unknown interaction" };
      world.discord.fault({ match: /\/callback$/, answer: { status: 404, body: closed }, times: 1 });
      world.slack.fail("response_url", { status: 404, error: "expired_url", times: 1 });
      world.slack.fail("chat.postMessage", { error: "messages_tab_disabled", times: 2 });
    }

    await late.submit({ text: typed });
    if (!isReached) {
      await expect
        .poll(() => readTable(databaseFile, "owed"))
        .toMatchObject([{ tell_at: expect.stringMatching(/^9/) }]);
      await other.run("persona-list");
    }

    const told = await reads(other, "changed meanwhile");
    const isWithin = refused === "files" || (platform === "Slack" && !isReached);
    if (isWithin) expect(told.text).toContain(typed);
    else expect(await told.readFile("your-text.txt")).toContain(`\n\n${typed}\n`);
    expect(told.text).toContain("what you had typed is in your-text.txt");
    await expect.poll(() => readTable(databaseFile, "owed")).toEqual([]);
    world.slack.clearFaults();
  }
});
