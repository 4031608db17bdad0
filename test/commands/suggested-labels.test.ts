import { expect, test } from "vitest";
import { answerTo, reads } from "../support/black-box/black-box-chat.ts";
import { readTable } from "../support/black-box/black-box-rows.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

/**
 * Discord's app sends what a suggestion is called in place of its value where somebody changes the channel meanwhile:
 * https://github.com/discord/discord-api-docs/issues/7206
 */
test("what a suggestion is called means what it stands for, in every option that has any", async () => {
  const { admin, databaseFile } = await startBotInProcess();
  const chat = admin("Discord");
  const first = await chat.openForm();
  await first.submit({ name: "Ada · per_2", prompt: "You help." });
  await reads(chat, "“Ada · per_2” is ready");
  const [persona] = await chat.offeredPersonas("persona-show", "ada");
  const [replica] = await chat.suggestReplicas("");

  const shown = await answerTo(chat, () => chat.run("persona-show", { persona: persona?.label ?? "" }));
  const second = await chat.openForm({
    replica: replica ?? "",
    model: "Tavus's default",
    voice: "The replica's own voice",
    template: "Coach: helps reach a goal",
  });
  await second.submit({ name: "Ben", prompt: "You help." });
  await reads(chat, "“Ben” is ready");

  expect(shown.text).toContain(`ID here: \`${persona?.value}\``);
  const ben = (await readTable(databaseFile, "personas")).find(({ name }) => name === "Ben");
  expect(ben).toMatchObject({ replica_id: replica?.split(" · ")[1], model: "", template: "coach" });
});

test("on Slack, too, where it is copied", async () => {
  const { admin } = await startBotInProcess();
  const chat = admin("Slack");
  const form = await chat.openForm();
  await form.submit({ name: "Ada", prompt: "You help." });
  const { text } = await reads(chat, "“Ada” is ready");
  const id = /per_\w+/.exec(text)?.[0] ?? "";

  for (const persona of [`Ada · ${id}`, `"Ada · ${id}"`]) {
    const shown = await answerTo(chat, () => chat.run("persona-show", { persona }));

    expect(shown.text).toContain(id);
    expect(shown.text).not.toContain("No persona here");
  }
});

test("whoever goes back to what they chose is suggested it again", async () => {
  const { admin } = await startBotInProcess();
  const chat = admin("Discord");
  const form = await chat.openForm();
  await form.submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");
  const offered = await chat.offeredPersonas("persona-show", "ada");

  expect(await chat.offeredPersonas("persona-show", offered[0]?.label ?? "")).toEqual(offered);
});

test.each([
  "Discord",
  "Slack",
] as const)("a face and a voice may be typed by their names on %s", async (platform) => {
  const { admin, databaseFile } = await startBotInProcess();
  const chat = admin(platform);
  const typed = { replica: "anna", voice: "CLARA" };
  const words = { name: 'replica:"anna" voice:CLARA Ada' };

  const form = await (platform === "Discord"
    ? chat.openForm(typed)
    : chat.runForForm("persona-create", words));
  await form.submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");

  const [ada] = await readTable(databaseFile, "personas");
  expect(ada).toMatchObject({ replica_id: "r90bbd427f71", voice_id: "v0a1b2c3d4e5f" });
});
