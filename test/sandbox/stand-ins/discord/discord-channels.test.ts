import { Routes } from "discord.js";
import { expect, test } from "vitest";
import { permission } from "../../../../sandbox/stand-ins/discord/guild/permissions.ts";
import { outcomeOf, setScene } from "./discord-test-bot.ts";

async function setWarningsScene() {
  const scene = await setScene();
  const channelId = scene.guild.channel("warnings").id;
  const post = (body: Record<string, unknown>) =>
    scene.rest.post(Routes.channelMessages(channelId), { body });
  return { ...scene, channelId, post };
}

test("the same nonce posts once", async () => {
  const { standIn, channelId, post } = await setWarningsScene();
  const body = { content: "Out of credits", nonce: "warning-1", enforce_nonce: true };

  const first = await post(body);
  const second = await post(body);
  await post({ ...body, nonce: "warning-2" });

  expect(second).toEqual(first);
  expect(standIn.messages(channelId)).toHaveLength(2);
});

test("an edit changes what it names and a deletion is final", async () => {
  const { standIn, channelId, post, rest } = await setWarningsScene();
  await post({ content: "once", embeds: [{ title: "Warning" }] });
  const [message] = standIn.messages(channelId);
  const route = Routes.channelMessage(channelId, message?.id ?? "");

  await rest.patch(route, { body: { content: "twice" } });
  const edited = standIn.messages(channelId);
  await rest.delete(route);

  expect(edited).toEqual([expect.objectContaining({ content: "twice", embeds: [{ title: "Warning" }] })]);
  expect(await outcomeOf(rest.get(route))).toMatchObject({ status: 404, code: 10008 });
  expect(standIn.messages(channelId)).toEqual([]);
});

test("an edit that would leave nothing is refused", async () => {
  const { standIn, channelId, post, rest } = await setWarningsScene();
  await post({ content: "once" });
  const [message] = standIn.messages(channelId);

  const edit = rest.patch(Routes.channelMessage(channelId, message?.id ?? ""), { body: { content: "" } });

  expect(await outcomeOf(edit)).toMatchObject({ status: 400, code: 50006 });
});

test("a channel closed to the bot, muted or deleted answers as Discord does, and that is not the bot's fault", async () => {
  const { standIn, guild, channelId, post } = await setWarningsScene();

  guild.denyBot(channelId, permission.viewChannel);
  const hidden = await outcomeOf(post({ content: "x" }));
  guild.denyBot(channelId, permission.sendMessages);
  const muted = await outcomeOf(post({ content: "x" }));
  guild.denyBot(channelId, 0n);
  const open = await outcomeOf(post({ content: "x" }));
  guild.deleteChannel(channelId);
  const gone = await outcomeOf(post({ content: "x" }));

  expect(hidden).toMatchObject({ status: 403, code: 50001 });
  expect(muted).toMatchObject({ status: 403, code: 50013 });
  expect(open).toMatchObject({ content: "x" });
  expect(gone).toMatchObject({ status: 404, code: 10003 });
  expect(standIn.problems).toEqual([]);
});

test("discord.js sees permissions, channels and guilds as they change", async () => {
  const { client, standIn, guild, channelId } = await setWarningsScene();
  const cached = () => client.guilds.cache.get(guild.id);

  guild.denyBot(channelId, permission.sendMessages);
  const added = guild.addChannel("new");
  await expect.poll(() => client.channels.cache.has(added.id)).toBe(true);
  const me = cached()?.members.me;
  const permissions = me ? cached()?.channels.cache.get(channelId)?.permissionsFor(me) : undefined;
  standIn.setAvailable(guild.id, false);
  await expect.poll(() => cached()?.available).toBe(false);
  standIn.setAvailable(guild.id, true);
  await expect.poll(() => cached()?.available).toBe(true);
  standIn.removeGuild(guild.id);
  await expect.poll(cached).toBeUndefined();
  const second = standIn.addGuild({ name: "Second" });
  await expect.poll(() => client.guilds.cache.get(second.id)?.name).toBe("Second");

  expect(permissions?.has("SendMessages")).toBe(false);
  expect(permissions?.has("ViewChannel")).toBe(true);
});

test("direct messages arrive unless the person closed them", async () => {
  const { client, standIn, alice } = await setWarningsScene();
  const user = await client.users.fetch(alice.userId);

  await user.send("hello");
  standIn.setAcceptsDirectMessages(alice.userId, false);
  const refused = await outcomeOf(user.send("again"));

  expect(standIn.directMessages(alice.userId).map(({ content }) => content)).toEqual(["hello"]);
  expect(refused).toMatchObject({ status: 403, code: 50007 });
});

test("allowed mentions decide who is notified", async () => {
  const { standIn, channelId, post, alice } = await setWarningsScene();
  const content = `@everyone <@${alice.userId}>`;

  await post({ content });
  await post({ content, allowed_mentions: { parse: [] } });
  await post({ content, allowed_mentions: { users: [alice.userId] } });

  expect(standIn.messages(channelId).map(({ mentions }) => mentions)).toEqual([
    { everyone: true, userIds: [alice.userId], roleIds: [] },
    { everyone: false, userIds: [], roleIds: [] },
    { everyone: false, userIds: [alice.userId], roleIds: [] },
  ]);
});

test("faults spoil as many matching requests as they are told to, then all is well", async () => {
  const { standIn, channelId, post } = await setWarningsScene();
  const match = /^POST \/channels/;

  standIn.fault({ match, answer: { status: 403, body: { code: 50013, message: "Missing Permissions" } } });
  const answered = await outcomeOf(post({ content: "a" }));
  standIn.fault({ match, retryAfterSeconds: 0.05 });
  const limited = await outcomeOf(post({ content: "b" }));
  standIn.fault({ match, drop: "before" });
  const dropped = await outcomeOf(post({ content: "c" }));
  standIn.fault({ match, drop: "after" });
  const lost = await outcomeOf(post({ content: "d" }));

  expect(answered).toMatchObject({ status: 403, code: 50013 });
  expect(limited).toMatchObject({ content: "b" });
  expect(dropped).toBeInstanceOf(Error);
  expect(lost).toBeInstanceOf(Error);
  expect(standIn.messages(channelId).map(({ content }) => content)).toEqual(["b", "d"]);
});
