import { REST } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { permission } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import { canPostTo } from "../../src/discord/channel-rights.ts";
import { OutsideError } from "../../src/errors.ts";
import { openStandIn } from "../sandbox/stand-ins/discord/discord-test-bot.ts";

function timedOutMember(): object {
  return { roles: [], communication_disabled_until: new Date(Date.now() + 60_000).toISOString() };
}

async function setChannel() {
  const standIn = await openStandIn({ guilds: [{ name: "Studio" }, { name: "Other" }] });
  const [guild, other] = standIn.guilds;
  if (!guild || !other) throw new Error("two guilds were asked for");
  const rest = new REST({ api: standIn.apiUrl, retries: 0 }).setToken(standIn.token);
  onTestFinished(() => {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  });
  const channelId = guild.channel("warnings").id;
  const ask = (place = { guildId: guild.id, channelId }) => canPostTo(rest, place);
  return { standIn, guild, other, channelId, ask };
}

test("a channel that everyone may write in is open to the bot, and nothing is posted to find out", async () => {
  const { ask, standIn, channelId } = await setChannel();

  expect(await ask()).toEqual({ kind: "yes" });
  expect(standIn.messages(channelId)).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["viewChannel", permission.viewChannel, /cannot see that channel.*View Channel/],
  ["sendMessages", permission.sendMessages, /have Send Messages in that channel/],
  ["embedLinks", permission.embedLinks, /have Embed Links in that channel/],
  [
    "sendMessages and embedLinks",
    permission.sendMessages | permission.embedLinks,
    /have Send Messages and Embed Links in/,
  ],
])("a channel that denies %s is refused with what to allow, and allowing it opens it", async (_name, bits, remedy) => {
  const { ask, guild, channelId } = await setChannel();

  guild.denyBot(channelId, bits);
  const closed = await ask();
  guild.denyBot(channelId, 0n);

  expect(closed).toEqual({ kind: "no", remedy: expect.stringMatching(remedy) });
  expect(await ask()).toEqual({ kind: "yes" });
});

test.each([
  ["createPublicThreads", permission.createPublicThreads, "have Create Public Threads in this channel"],
  [
    "sendMessagesInThreads",
    permission.sendMessagesInThreads,
    "have Send Messages in Threads in this channel",
  ],
  [
    "both",
    permission.createPublicThreads | permission.sendMessagesInThreads,
    "have Create Public Threads and Send Messages in Threads in this channel",
  ],
])("a channel that denies %s is open, and what threads lack there is said", async (_name, bits, words) => {
  const { ask, guild, channelId } = await setChannel();

  guild.denyBot(channelId, bits);

  expect(await ask()).toEqual({ kind: "yes", threads: expect.stringContaining(words) });
});

test("rights missing in the whole server count, and an administrator needs none", async () => {
  const { ask, guild } = await setChannel();

  guild.setBotPermissions(permission.viewChannel);
  const closed = await ask();
  guild.setBotPermissions(permission.administrator);

  expect(closed).toEqual({ kind: "no", remedy: expect.stringContaining("Send Messages and Embed Links") });
  expect(await ask()).toEqual({ kind: "yes" });
});

test("a deleted channel, another server's channel and a server the bot has left each have their own sentence", async () => {
  const { ask, guild, other, channelId, standIn } = await setChannel();

  const foreign = await ask({ guildId: guild.id, channelId: other.channel("general").id });
  standIn.removeGuild(other.id);
  const left = await ask({ guildId: other.id, channelId: other.channel("general").id });
  guild.deleteChannel(channelId);
  const gone = await ask();

  expect(foreign).toEqual({ kind: "no", remedy: expect.stringContaining("not in this server") });
  expect(left).toEqual({ kind: "no", remedy: expect.stringMatching(/I am not in this server.*Invite me/) });
  expect(gone).toEqual({ kind: "no", remedy: expect.stringContaining("does not exist any more") });
});

test.each([
  ["a forum", { type: 15 }],
  ["a thread", { type: 11 }],
])("%s is no place for warnings", async (_name, { type }) => {
  const { ask, standIn, guild, channelId } = await setChannel();
  const body = { id: channelId, type, guild_id: guild.id };
  standIn.fault({ match: /^GET \/channels\//, answer: { status: 200, body, headers: {} } });

  expect(await ask()).toEqual({ kind: "no", remedy: expect.stringContaining("not a text channel") });
});

test("a bot in a timeout is told so", async () => {
  const { ask, standIn } = await setChannel();
  const until = new Date(Date.now() + 60_000).toISOString();
  const body = { roles: [], communication_disabled_until: until };
  standIn.fault({ match: /\/members\//, answer: { status: 200, body } });

  expect(await ask()).toEqual({ kind: "no", remedy: expect.stringContaining("End my timeout") });
});

test("when Discord does not say, that is an error and not a no", async () => {
  const { ask, standIn } = await setChannel();
  standIn.fault({ match: /^GET \/channels\//, answer: { status: 500, body: {} } });

  await expect(ask()).rejects.toThrow(OutsideError);
});

test("a bot that is timed out may post nowhere, and is told of that and of no permission", async () => {
  const { ask, standIn } = await setChannel();
  standIn.fault({ match: /^GET \/guilds\/\d+\/members/, answer: { status: 200, body: timedOutMember() } });

  expect(await ask()).toEqual({ kind: "no", remedy: expect.stringMatching(/timed out.*End my timeout/) });
});
