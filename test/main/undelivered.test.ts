import { expect, test } from "vitest";
import type { SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { reads } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

test("a Discord announcement that is lost twice does not make a failure of what was done", async () => {
  const { world, admin } = await startBotInProcess();
  const chat = admin("Discord");
  const form = await chat.openForm();
  world.tavus.setFault({ delayMs: 2300 }, { operation: "create persona", times: 1 });
  world.discord.fault({ match: /^POST \/interactions/, drop: "before", times: 2 });

  await form.submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");

  expect(
    chat
      .messages()
      .map(({ text }) => text)
      .join(),
  ).not.toContain("went wrong");
  expect(world.tavus.account().personas).toHaveLength(1);
});

test.each([
  "Discord",
  "Slack",
] as const)("on %s an outcome that finds its interaction closed comes by direct message, or with the next command", async (platform) => {
  const { world, admin } = await startBotInProcess();
  for (const takesDirectMessages of [true, false]) {
    const chat = admin(platform);
    const name = `Ada ${takesDirectMessages}`;
    await (await chat.openForm()).submit({ name, prompt: "You help." });
    await reads(chat, `“${name}” is ready`);
    await chat.run("persona-delete", { persona: name });
    const asked = await reads(chat, `Delete “${name}”?`);
    const closed = { code: 10015, message: "Unknown Webhook" };
    world.tavus.setFault({ delayMs: 2300 }, { operation: "delete persona", times: 1 });
    world.discord.fault({ match: /^PATCH \/webhooks/, answer: { status: 404, body: closed } });
    if (platform === "Slack") {
      world.slack.fail("response_url", { status: 404, error: "expired_url", times: 2 });
      if (!takesDirectMessages)
        world.slack.fail("chat.postMessage", { error: "messages_tab_disabled", times: 2 });
    }
    chat.setTakesDirectMessages(takesDirectMessages);

    await asked.press("Delete here and in Tavus");
    if (!takesDirectMessages) {
      await expect.poll(() => world.tavus.account().personas.length, { timeout: 10_000 }).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      chat.setTakesDirectMessages(true);
      await chat.run("persona-status");
    }

    const told = await reads(chat, takesDirectMessages ? `“${name}” was deleted` : "Meanwhile");
    expect(told.text).toContain(name);
  }
});

/** By the time that Tavus has answered, nothing more is taken of the interaction that asked for it. */
function closeUnderSync(world: SandboxWorld): void {
  world.tavus.setFault({ delayMs: 2500 }, { operation: "list personas", times: 1 });
  const closed = { code: 50027, message: "Invalid Webhook Token" };
  world.discord.fault({ match: /\/webhooks\//, answer: { status: 401, body: closed }, times: 50 });
  world.slack.fail("response_url", { status: 404, error: "expired_url", times: 50 });
}

test.each([
  "Discord",
  "Slack",
] as const)("on %s a sync whose interaction closes under it still tells how it ended", async (platform) => {
  const { world, admin } = await startBotInProcess();
  const chat = admin(platform);
  world.tavus.account().addPersona({ name: "Found" });
  closeUnderSync(world);

  await chat.run("persona-sync");
  const told = await reads(chat, "Imported from Tavus: 1");

  expect(chat.directMessages().map(({ id }) => id)).toContain(told.id);
});

test.each([
  "Discord",
  "Slack",
] as const)("on %s a long report whose interaction closes under it comes whole by direct message", async (platform) => {
  const { world, admin } = await startBotInProcess();
  const chat = admin(platform);
  const count = 1500;
  for (let number = 0; number < count; number += 1)
    world.tavus.account().addPersona({ name: `Found 👩‍🚀 number ${number}` });
  closeUnderSync(world);

  await chat.run("persona-sync");
  const told = await reads(chat, `Imported from Tavus: ${count}`);

  const lines = (await told.readFile("sync.txt")).split("\n").filter((line) => line.startsWith("Found"));
  expect(new Set(lines).size).toBe(count);
});

test.each([
  "Discord",
  "Slack",
] as const)("on %s a sync that a restart interrupts goes on, and is told as what it came to, once", async (platform) => {
  const { world, admin, bot, restart } = await startBotInProcess();
  const chat = admin(platform);
  world.tavus.setFault("hang", { operation: "list personas" });
  await chat.run("persona-sync");
  await new Promise((resolve) => setTimeout(resolve, 2500));

  await bot.stop(100);
  world.tavus.clearFaults();
  await restart();
  await reads(chat, "goes on by itself");
  await reads(chat, "Both sides were compared", 30_000);

  await new Promise((resolve) => setTimeout(resolve, 500));
  const told = (words: string) => chat.messages().filter(({ text }) => text.includes(words));
  const direct = chat.directMessages().map(({ id }) => id);
  const ends = told("Both sides were compared");
  // On Slack the message that has shown how far it was says the same as the one where they asked.
  const inDirect = ends.filter(({ id }) => platform === "Slack" && direct.includes(id)).length;
  expect(Math.max(inDirect, ends.length - inDirect)).toBe(1);
  expect(told("goes on by itself")).toEqual([]);
  expect(told("How /persona-sync ended")).toEqual([]);
});
