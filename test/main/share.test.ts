import { expect, test } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test.each([
  "Discord",
  "Slack",
] as const)("on %s what got 503 is not said to be shared, and the button stays", async (platform) => {
  const { world, admin } = await startBotInProcess();
  const [chat, other] = [admin(platform), admin(platform)];
  await (await chat.openForm()).submit({ name: "Ada", prompt: "You help." });
  const ready = await reads(chat, "“Ada” is ready");
  world.discord.fault({ match: /^POST \/webhooks/, answer: { status: 503 }, times: 1 });
  // Two, because a passing failure is tried again.
  world.slack.fail("response_url", { status: 503, times: 2 });

  await ready.press("Share to channel");
  const refused = await reads(chat, "could not be shared");
  const sharedThen = other.messages().length;
  await refused.press("Share to channel");
  await reads(chat, "Shared to the channel.");

  expect(sharedThen).toBe(0);
  expect(other.messages()).toHaveLength(1);
});
