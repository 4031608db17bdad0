import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { everyonePermissions, permission } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import { defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { discordLines, slackLines } from "../../sandbox/tour/print-chat.ts";
import { reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { create } from "../support/black-box/black-box-people.ts";
import { type Environment, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";
import { createSlackChat } from "../support/black-box/black-box-slack.ts";

/** An operator who has no key of their own, and lets teams bring theirs. */
const environment: Environment = {
  TAVUS_API_KEY: undefined,
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

const typedKey = ` "${defaultTavusKey}" `;
const general = "C0GENERAL";

/** An admin of the first guild, and its channels. */
function discordAdmin(run: Run) {
  const [guild] = run.world.discord.guilds;
  if (!guild) throw new Error("The stand-in has no guild.");
  const permissions = everyonePermissions | permission.manageGuild;
  return { guild, admin: guild.addMember({ name: "ada", permissions }), channel: guild.channel("general") };
}

async function expectNoKeyIn(run: Run): Promise<void> {
  const files = [run.databaseFile, `${run.databaseFile}-wal`];
  const bytes = await Promise.all(files.map((file) => readFile(file, "latin1").catch(() => "")));
  expect(bytes.join("")).toContain("v1.");
  expect([...bytes, ...run.lines].filter((text) => text.includes(defaultTavusKey))).toEqual([]);
}

test("on Discord an admin sets everything up, and the key works from then on", async ({ startRun }) => {
  const run = await startRun(environment);
  const { guild, admin, channel } = discordAdmin(run);
  const role = guild.addRole("Casting");

  const opened = await admin.command(channel.id, "persona-setup");
  const sent = await admin.submit(opened, {
    tavus_key: typedKey,
    channel: [channel.id],
    managers: [role.id],
  });
  const answer = await sent.settled((message) => discordLines(message).join().includes("Saved"));
  const again = await (await admin.press(answer, "Change settings")).modal();
  const chat = createDiscordChat(run.world.discord, { guild });
  guild.changeMember(chat.userId, { roles: [role.id] });
  await create(chat, "Ada");

  const text = discordLines(answer).join("\n");
  expect(text).toContain("Your team's own, ends in -key");
  expect(text).toContain(`<#${channel.id}>`);
  expect(again.field("channel").prefilled).toEqual([channel.id]);
  expect(again.field("managers").prefilled).toEqual([role.id]);
  const first = admin
    .messages(channel.id)
    .filter((message) => discordLines(message).join().includes("posted here"));
  expect(first).toHaveLength(1);
  await reads(chat, "“Ada” is ready");
  await expectNoKeyIn(run);
});

test("on Discord a channel that is closed to the bot is refused with its remedy, and opens again", async ({
  startRun,
}) => {
  const run = await startRun(environment);
  const { guild, admin, channel } = discordAdmin(run);
  const closed = guild.addChannel("closed");
  guild.denyBot(closed.id);

  const opened = await admin.command(channel.id, "persona-setup");
  const sent = await admin.submit(opened, { tavus_key: typedKey, channel: [closed.id] });
  const refused = await sent.settled((message) => discordLines(message).join().includes("Not saved yet"));
  const again = await admin.press(refused, "Open again");
  const modal = await again.modal();
  const fixed = await admin.submit(again, { channel: [channel.id] });
  const answer = await fixed.settled((message) => discordLines(message).join().includes("Saved"));

  expect(modal.field("tavus_key").prefilled).toBe("");
  expect(modal.field("channel").prefilled).toEqual([closed.id]);
  // The key was not kept, so it has to be typed again.
  expect(discordLines(answer).join()).toContain("None. An admin enters your team's own");
});

test("on Slack an admin sets everything up, and the key works from then on", async ({ startRun }) => {
  const run = await startRun(environment);
  const { slack } = run.world;
  const admin = slack.person("U0ADA");
  const chat = createSlackChat(slack);

  const opened = await admin.command(general, "/persona-setup");
  await admin.fill(await opened.view(), { tavus_key: typedKey, channel: general, managers: [chat.userId] });
  await admin.submit(opened);
  const seen = () =>
    slack.ephemerals(general, "U0ADA").find((message) => slackLines(message).join().includes("Saved"));
  const answer = await waitFor(seen);
  const again = await (await admin.press(answer, "Change settings")).view();
  await create(chat, "Ada");

  expect(slackLines(answer).join("\n")).toContain("Your team's own, ends in -key");
  expect(JSON.stringify(again.state)).toContain(chat.userId);
  expect(JSON.stringify(again.state)).not.toContain(defaultTavusKey);
  const first = slack
    .messages(general)
    .filter((message) => slackLines(message).join().includes("posted here"));
  expect(first).toHaveLength(1);
  await reads(chat, "“Ada” is ready");
  await expectNoKeyIn(run);
});

test("on Slack a wrong key and a closed channel are marked in the form, which stays open", async ({
  startRun,
}) => {
  const run = await startRun(environment);
  const { slack } = run.world;
  const admin = slack.person("U0ADA");

  const view = await (await admin.command(general, "/persona-setup")).view();
  await admin.fill(view, { tavus_key: "wrong", channel: "C0RANDOM" });
  const delivery = await admin.submit(view);
  await delivery.acked();

  const sentences = Object.values(view.errors).join("\n");
  expect(view.isOpen).toBe(true);
  expect(sentences).toContain("Tavus refuses this key");
  expect(sentences).toContain("/invite");
});

test("on Slack a slow Tavus does not keep the form past its time: a refusal comes as a message", async ({
  startRun,
}) => {
  const run = await startRun(environment);
  const { slack, tavus } = run.world;
  const admin = slack.person("U0ADA");
  tavus.setFault({ delayMs: 3_500 });

  const view = await (await admin.command(general, "/persona-setup")).view();
  await admin.fill(view, { tavus_key: "wrong", channel: general });
  const ack = await (await admin.submit(view)).acked();
  const find = () =>
    slack
      .ephemerals(general, "U0ADA")
      .find((message) => slackLines(message).join().includes("Not saved yet"));
  const refused = await waitFor(find);
  const again = await (await admin.press(refused, "Open again")).view();

  expect(ack.outcome).toBe("acked");
  expect(slackLines(refused).join("\n")).toContain("Tavus refuses this key");
  expect(JSON.stringify(again.state)).toContain(general);
  expect(slack.messages(general)).toEqual([]);
});

test("members neither open the form nor press its buttons", async ({ startRun }) => {
  const run = await startRun(environment);
  const { slack } = run.world;
  const mia = slack.person("U0MIA");

  const delivery = await mia.command(general, "/persona-setup");
  await waitFor(() => slack.ephemerals(general, "U0MIA").length > 0 || delivery.messages().length > 0);

  const shown = [...slack.ephemerals(general, "U0MIA"), ...delivery.messages()].map((m) =>
    slackLines(m).join(),
  );
  expect(shown.join("\n")).toContain("Not allowed");
});
