import { expect, test } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { readTable } from "../support/black-box/black-box-rows.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test.each(
  platforms,
)("on %s half a surrogate pair that is typed is replaced where it comes in, and goes no further", async (platform) => {
  const { world, admin, databaseFile } = await startBotInProcess();
  const chat = admin(platform);
  const form = await chat.openForm();

  await form.submitRaw({ name: "Ada \ud83d", prompt: "You \udc00 help. 😀" });
  await reads(chat, "“Ada \ufffd” is ready");
  await chat.run("persona-show", { persona: "nobody \ud83d of this name" });
  await reads(chat, "nobody \ufffd of this name");
  await chat.run("persona-show", { persona: "Ada \ud83d" });
  await reads(chat, "You \ufffd help. 😀");

  const [persona] = world.tavus.account().personas;
  expect(JSON.stringify(persona)).toContain("You \ufffd help. 😀");
  const [row] = await readTable(databaseFile, "personas");
  expect(row).toMatchObject({ name: "Ada \ufffd", prompt: "You \ufffd help. 😀" });
  expect([...world.discord.problems, ...world.slack.problems]).toEqual([]);
});
