import { expect, test } from "vitest";
import { answerTo, reads } from "../support/black-box/black-box-chat.ts";
import { readTable } from "../support/black-box/black-box-rows.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test("on Slack an export that could not be delivered offers nobody to delete what they have not got", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Slack");
  const asked = await answerTo(chat, () => chat.run("persona-forget"));
  world.slack.fail("files.getUploadURLExternal", { error: "internal_error", times: 9 });

  const refused = await answerTo(chat, () => asked.press("Export everything"));
  world.slack.clearFaults();
  await refused.press("Try the export again");
  const exported = await reads(chat, "Delete everything here?");

  expect(refused.text).toContain("The export could not be delivered");
  expect(refused.text).toContain("could not be sent to your direct messages");
  expect(refused.buttons.map(({ label }) => label)).toEqual(["Keep everything", "Try the export again"]);
  expect(exported.buttons.map(({ label }) => label)).toContain("I have the file: delete all");
});

test.each(["Discord", "Slack"] as const)("on %s the export of everything is in the log", async (platform) => {
  const { admin, databaseFile } = await startBotInProcess();
  const chat = admin(platform);
  const asked = await answerTo(chat, () => chat.run("persona-forget"));

  await answerTo(chat, () => asked.press("Export everything"));

  await expect
    .poll(() => readTable(databaseFile, "audit"))
    .toMatchObject([
      {
        action: "export-all",
        user_id: chat.userId,
        details: "part 1: 0 personas, 0 earlier versions, 0 templates, 0 videos and 0 transcripts",
      },
    ]);
});
