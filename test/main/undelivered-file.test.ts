import { expect, test } from "vitest";
import { answerTo, type Platform, reads } from "../support/black-box/black-box-chat.ts";
import { createLinked } from "../support/black-box/black-box-people.ts";
import { readTable } from "../support/black-box/black-box-rows.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

type Slack = Awaited<ReturnType<typeof startBotInProcess>>["world"]["slack"];

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

test.each([
  [
    "Slack",
    (slack) => slack.fail("files.getUploadURLExternal", { error: "file_uploads_disabled", times: 9 }),
  ],
  ["Slack", (slack) => slack.fail("files.getUploadURLExternal", { status: 503, times: 9 })],
  ["Discord", () => {}],
] as [
  Platform,
  (slack: Slack) => void,
][])("on %s an edit that came too late opens again, with or without its files", async (platform, breakFiles) => {
  const { world, admin } = await startBotInProcess();
  const [first, second] = [admin(platform), admin(platform)];
  await createLinked(first, "Ada");
  const forms = await Promise.all(
    [first, second].map((chat) => chat.runForForm("persona-edit", { persona: "Ada" })),
  );
  await forms[0]?.submit({ prompt: "Version one." });
  await reads(first, "Changed");
  breakFiles(world.slack);

  await forms[1]?.submit({ prompt: "My careful hour of typing." });
  const again = await (await reads(second, "meanwhile")).pressForForm("Open mine again");

  expect(again.value("prompt")).toBe("My careful hour of typing.");
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
