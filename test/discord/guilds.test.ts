import { queryObjects } from "node:v8";
import { Base } from "discord.js";
import { expect, test } from "vitest";
import { aBot } from "./started-bot.ts";

/** A started bot in one guild that is there from the beginning. */
async function aBotInAGuild() {
  const started = await aBot();
  await started.bot.start();
  const [guild] = started.standIn.guilds;
  if (!guild) throw new Error("The stand-in has no guild");
  return { ...started, guild };
}

test("a guild that invites the bot is told with the channel for notices, where it has one", async () => {
  const { standIn, reports } = await aBotInAGuild();

  const first = standIn.addGuild({ name: "First", systemChannel: "general" });
  const second = standIn.addGuild({ name: "Second" });

  await expect
    .poll(() => reports.joined)
    .toEqual([{ id: first.id, systemChannelId: first.channel("general").id }, { id: second.id }]);
});

test("an outage is neither leaving nor joining", async () => {
  const { standIn, reports, guild } = await aBotInAGuild();
  const second = standIn.addGuild({ name: "Second" });

  for (const { id } of [guild, second]) {
    standIn.setAvailable(id, false);
    standIn.setAvailable(id, true);
  }
  const last = standIn.addGuild({ name: "Last" });

  await expect.poll(() => reports.joined).toEqual([{ id: second.id }, { id: last.id }]);
  expect(reports.left).toEqual([]);
});

test("a guild in an outage since before the start is not joined when that ends", async () => {
  const { bot, standIn, reports } = await aBot({ standIn: { guilds: [{}, { isAvailable: false }] } });
  await bot.start();
  const [, away] = standIn.guilds;

  standIn.setAvailable(away?.id ?? "", true);
  const last = standIn.addGuild({ name: "Last" });

  await expect.poll(() => reports.joined).toEqual([{ id: last.id }]);
  expect(reports.tenants).toEqual([[expect.any(String), away?.id]]);
});

test("a guild that removes the bot is left, in an outage too", async () => {
  const { standIn, reports, guild } = await aBotInAGuild();
  const second = standIn.addGuild({ name: "Second" });

  standIn.removeGuild(guild.id);
  standIn.setAvailable(second.id, false);
  standIn.removeGuild(second.id);

  await expect.poll(() => reports.left).toEqual([guild.id, second.id]);
});

test("a guild that removed the bot and invites it again is joined again", async () => {
  const { standIn, reports, guild } = await aBotInAGuild();

  standIn.removeGuild(guild.id);
  await expect.poll(() => reports.left).toEqual([guild.id]);
  standIn.inviteAgain(guild.id);

  await expect.poll(() => reports.joined).toEqual([{ id: guild.id }]);
});

test("a guild that invites the bot during an outage is joined when that is over, once", async () => {
  const { standIn, reports } = await aBotInAGuild();

  const guild = standIn.addGuild({ name: "Away", isAvailable: false, systemChannel: "general" });
  standIn.setAvailable(guild.id, true);
  standIn.setAvailable(guild.id, false);
  standIn.setAvailable(guild.id, true);
  const last = standIn.addGuild({ name: "Last" });

  const away = { id: guild.id, systemChannelId: guild.channel("general").id };
  await expect.poll(() => reports.joined).toEqual([away, { id: last.id }]);
});

test("who invited or removed the bot while it was away is told by the next list alone", {
  timeout: 20_000,
}, async () => {
  const { standIn, reports, guild } = await aBotInAGuild();
  const known = [guild.id];

  standIn.gateway.invalidateSessions();
  await expect.poll(() => standIn.gateway.connectedCount).toBe(0);
  standIn.removeGuild(guild.id);
  const second = standIn.addGuild({ name: "Second" });

  await expect.poll(() => reports.tenants, { timeout: 15_000 }).toEqual([known, [second.id]]);
  const last = standIn.addGuild({ name: "Last" });
  await expect.poll(() => reports.joined).toEqual([{ id: last.id }]);
  expect(reports.left).toEqual([]);
});

test("a change that could not be recorded is told again with all that are there by then", async () => {
  const failing = ["onGuildJoined", "onGuildLeft"] as const;
  const away = () => Promise.reject(new Error("The database is away"));
  const told: string[][] = [];
  const { bot, standIn } = await aBot({
    onTenants: ({ guildIds }) => void told.push(guildIds),
    ...Object.fromEntries(failing.map((name) => [name, away])),
    pauses: { againMs: 50 },
  });
  await bot.start();
  const first = standIn.guilds[0]?.id ?? "";

  const second = standIn.addGuild({ name: "Second" }).id;
  await expect.poll(() => told).toEqual([[first], [first, second]]);
  standIn.removeGuild(first);

  await expect.poll(() => told).toEqual([[first], [first, second], [second]]);
});

test("the list of all guilds is told until it is recorded", { timeout: 20_000 }, async () => {
  const told: string[][] = [];
  const { bot, standIn } = await aBot({
    onTenants({ guildIds }) {
      told.push(guildIds);
      if (told.length === 2) throw new Error("The database is away");
    },
    pauses: { againMs: 50, startEveryMs: 50 },
  });
  await bot.start();

  standIn.gateway.invalidateSessions();

  await expect.poll(() => told.length, { timeout: 15_000 }).toBe(3);
});

const isOfGuilds = /^(Guild|Role|GuildEmoji|GuildMember|\w*Channel)$/;

/** One look at the heap for all: each goes through the whole of it, and other tests have left it large. */
function countEach(): Map<string, number> {
  const names = queryObjects(Base, { format: "summary" }).map((shown) => /\w*/.exec(shown)?.[0] ?? "");
  const kinds = Map.groupBy(
    names.filter((name) => isOfGuilds.test(name)),
    (name) => name,
  );
  return new Map([...kinds].map(([name, all]) => [name, all.length]));
}

test("of servers, and of what is made in them, discord.js keeps nothing", async () => {
  const before = countEach();
  const { standIn, reports, guild } = await aBotInAGuild();
  const joined = standIn.addGuild({ name: "Joined" });

  standIn.setAvailable(guild.id, false);
  standIn.setAvailable(guild.id, true);
  for (const { id } of [guild, joined]) {
    const channel = standIn.guild(id).addChannel("made-later");
    standIn.guild(id).denyBot(channel.id);
    standIn.guild(id).addChannel("made-last");
    standIn.guild(id).setBotPermissions(0n);
  }
  const last = standIn.addGuild({ name: "Last" });
  last.addChannel("another");

  await expect.poll(() => reports.joined).toEqual([{ id: joined.id }, { id: last.id }]);
  const more = () => [...countEach()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
  await expect.poll(more).toEqual([]);
});
