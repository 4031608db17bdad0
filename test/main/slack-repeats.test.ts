import { expect, test } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test("a form delivered twice while its create hangs is answered as if it had come once", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Slack");
  let posts = 0;
  world.slack.onEvent(({ what }) => {
    if (what === "response_url") posts += 1;
  });
  const form = await chat.openForm();
  world.tavus.setFault({ status: 402, body: {}, delayMs: 3000 }, { operation: "create persona", times: 1 });

  const submission = await form.submit({ name: "Ada", prompt: "You help." });
  submission.replay();
  const warning = await reads(chat, "“Ada” is saved");
  await warning.press("Retry");
  await reads(chat, "“Ada” is ready");
  await new Promise((resolve) => setTimeout(resolve, 1000));

  const texts = chat.messages().map(({ text }) => text);
  expect(texts.filter((text) => text.includes("Working on it"))).toEqual([]);
  expect(texts.filter((text) => text.includes("is ready"))).toHaveLength(1);
  expect(chat.directMessages()).toEqual([]);
  expect(posts).toBeLessThanOrEqual(5);
  expect(world.slack.problems).toEqual([]);
});

test("a passing failure of a response_url does not send what comes later elsewhere", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Slack");
  const form = await chat.openForm();
  world.slack.fail("response_url", { status: 503 });

  await form.submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");

  expect(chat.directMessages()).toEqual([]);
});
