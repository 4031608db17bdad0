import { expect, test } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

/** How long after a person's act the first word may come: 1.5 s, and what a busy machine adds. */
const inTimeMs = 2500;

test("a Slack command is acknowledged in time although users.info takes 3.5 s", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Slack");
  world.slack.fail("users.info", { delayMs: 3500, times: 3 });
  const begun = performance.now();

  const delivery = await world.slack.person(chat.userId).command("C0GENERAL", "/persona-delete", "Nobody");
  await delivery.acked();

  expect(performance.now() - begun).toBeLessThan(inTimeMs);
  await reads(chat, "Nobody");
  expect(world.slack.problems).toEqual([]);
});

test("a Slack form is answered in time although users.info takes 3.5 s, and its persona is made once", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Slack");
  const form = await chat.openForm();
  world.slack.fail("users.info", { delayMs: 3500, times: 3 });
  const begun = performance.now();

  const submission = await form.submit({ name: "Slow", prompt: "You help." });

  expect(await submission.isAcknowledged()).toBe(true);
  expect(performance.now() - begun).toBeLessThan(inTimeMs);
  await reads(chat, "“Slow” is ready");
  expect(world.tavus.account().personas).toHaveLength(1);
});

test("a Discord form is answered in time although its file's host needs 6 s, and its persona is made once", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Discord");
  world.discord.fault({ match: /attachments/, delayMs: 6000, times: 3 });
  const bytes = Buffer.from("You help.");
  const form = await chat.openForm({ prompt_file: { name: "prompt.txt", bytes } });
  const begun = performance.now();

  const submission = await form.submit({ name: "Slow" });

  expect(await submission.isAcknowledged()).toBe(true);
  expect(performance.now() - begun).toBeLessThan(inTimeMs);
  await reads(chat, "“Slow” is ready");
  expect(world.tavus.account().personas).toHaveLength(1);
  expect(world.discord.problems).toEqual([]);
});
