import { expect, test } from "vitest";
import { answerTo, type Chat, reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";
import { lockFile } from "../support/lock-file.ts";

const typed = { name: "Ada", prompt: "You help, and nobody may lose this." };

/** Opens the form again from what it was refused with. */
async function openAgain(chat: Chat) {
  const refused = await reads(chat, "Not saved yet");
  return refused.pressForForm("Open again");
}

test("a form that is sent while the bot stops is taken", async () => {
  const { world, admin, bot, restart } = await startBotInProcess();
  const [chat, other] = [admin("Discord"), admin("Discord")];
  const [form, slow] = [await chat.openForm({ kind: "creator" }), await other.openForm()];
  world.tavus.setFault({ delayMs: 2500 }, { operation: "create persona", times: 1 });
  await slow.submit({ name: "Slow", prompt: "You help." });
  await expect.poll(() => world.tavus.requests.length).toBeGreaterThan(0);

  const stopped = bot.stop(4000);
  await form.submit(typed);
  await reads(chat, "“Ada” is ready");
  await stopped;
  await restart();

  expect(world.tavus.account().personas).toHaveLength(2);
});

test("a Discord form that a locked database refuses opens again, filled in, while it is locked", async () => {
  const { world, admin, databaseFile, lines } = await startBotInProcess();
  const chat = admin("Discord");
  const form = await chat.openForm({ kind: "creator" });
  const locker = await lockFile(databaseFile);

  await form.submit(typed);
  const refused = await reads(chat, "Not saved yet");
  const file = await refused.readFile("your-text.txt");
  const again = await openAgain(chat);
  locker.exec("rollback");
  locker.close();

  expect(file).toContain(typed.prompt);
  expect([again.value("name"), again.value("prompt")]).toEqual([typed.name, typed.prompt]);
  await again.submit();
  await reads(chat, "“Ada” is ready");
  expect(world.tavus.account().personas).toHaveLength(1);
  expect(lines.join()).not.toContain("nobody may lose");
});

test("a Slack form that a locked database refuses stays open with its text", async () => {
  const { world, admin, databaseFile } = await startBotInProcess();
  const chat = admin("Slack");
  const form = await chat.openForm();
  const locker = await lockFile(databaseFile);

  const submission = await form.submit(typed);
  const { text, form: same } = await submission.refusal();
  locker.exec("rollback");
  locker.close();

  expect(text).toContain("Not saved. Your text is still here");
  expect(same.value("prompt")).toBe(typed.prompt);
  await same.submit();
  await reads(chat, "“Ada” is ready");
  expect(world.tavus.account().personas).toHaveLength(1);
});

test("a form that Slack fails to open opens with a press, with what stood behind the command in it", async () => {
  const { world, admin, lines } = await startBotInProcess();
  const chat = admin("Slack");
  world.slack.fail("views.open", { error: "internal_error" });

  const answer = await answerTo(chat, () => chat.run("persona-create", { typed: "Ada Lovelace" }));
  const form = await answer.pressForForm("Open New persona");

  expect(answer.text).toContain("The form did not open");
  expect(form.value("name")).toBe("Ada Lovelace");
  expect(lines.join()).toContain("Slack failed inside");
  expect(lines.join()).not.toContain("Lovelace");
});
