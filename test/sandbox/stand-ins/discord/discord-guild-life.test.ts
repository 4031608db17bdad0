import { Routes } from "discord.js";
import { expect, test } from "vitest";
import { permission } from "../../../../sandbox/stand-ins/discord/guild/permissions.ts";
import { channelType } from "../../../../sandbox/stand-ins/discord/vocabulary.ts";
import { outcomeOf, setScene } from "./discord-test-bot.ts";

const body = { embeds: [{ title: "Warning" }] };

test("a guild that removed the bot is out of reach until it invites the bot again", async () => {
  const { client, standIn, guild, channelId, rest } = await setScene();
  const role = guild.addRole("Makers");
  const post = () => outcomeOf(rest.post(Routes.channelMessages(channelId), { body }));

  standIn.removeGuild(guild.id);
  await expect.poll(() => client.guilds.cache.has(guild.id)).toBe(false);
  const away = [await outcomeOf(rest.get(Routes.guild(guild.id))), await post()];
  const back = standIn.inviteAgain(guild.id);
  await expect.poll(() => client.guilds.cache.has(guild.id)).toBe(true);

  expect(away).toMatchObject([{ code: 10004 }, { code: 50001 }]);
  expect(await post()).toMatchObject(body);
  expect(back.roles.map(({ id }) => id)).toContain(role.id);
  expect(standIn.problems).toEqual([]);
});

test("a guild that never removed the bot cannot invite it again", async () => {
  const { standIn, guild } = await setScene();

  expect(() => standIn.inviteAgain(guild.id)).toThrow("has removed the bot");
});

test("a guild added in an outage is known at once and whole later", async () => {
  const { client, standIn } = await setScene();

  const guild = standIn.addGuild({ name: "Away", isAvailable: false });
  await expect.poll(() => client.guilds.cache.get(guild.id)?.available).toBe(false);
  standIn.setAvailable(guild.id, true);

  await expect.poll(() => client.guilds.cache.get(guild.id)?.name).toBe("Away");
});

test("a guild names its channel for notices until that is deleted", async () => {
  const { client, standIn, rest } = await setScene();
  const guild = standIn.addGuild({ name: "Second", systemChannel: "general" });
  const { id } = guild.channel("general");

  await expect.poll(() => client.guilds.cache.get(guild.id)?.systemChannelId).toBe(id);
  guild.deleteChannel(id);

  expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ system_channel_id: null });
});

test("an embed takes Embed Links, and a plain text does not", async () => {
  const { guild, channelId, rest } = await setScene();
  guild.denyBot(channelId, permission.embedLinks);
  const post = (message: object) =>
    outcomeOf(rest.post(Routes.channelMessages(channelId), { body: message }));

  expect(await post(body)).toMatchObject({ status: 403, code: 50013 });
  expect(await post({ content: "Warning" })).toMatchObject({ content: "Warning" });
});

test("an unknown message in a deleted channel is a deleted channel", async () => {
  const { guild, channelId, rest } = await setScene();
  guild.deleteChannel(channelId);

  const edit = rest.patch(Routes.channelMessage(channelId, "1100000000000000009"), { body });

  expect(await outcomeOf(edit)).toMatchObject({ status: 404, code: 10003 });
});

test("nobody writes in a forum as in a text channel", async () => {
  const { guild, rest } = await setScene();
  const forum = guild.addChannel("ideas", channelType.forum);

  const post = rest.post(Routes.channelMessages(forum.id), { body });

  expect(await outcomeOf(post)).toMatchObject({ status: 400, code: 50008 });
});
