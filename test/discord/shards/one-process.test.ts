import { expect, test, vi } from "vitest";
import { shardOf } from "../../../sandbox/stand-ins/discord/snowflake.ts";
import type { ConnectionWatch, PlatformTrouble } from "../../../src/chat/platform-trouble.ts";
import { createLog } from "../../../src/log.ts";
import { keepConnected } from "../../../src/main/platforms/keep-connected.ts";
import { aBot, botFor, dispatchOf } from "../started-bot.ts";

const guilds = Array.from({ length: 9 }, (_, index) => ({ name: `Server ${index}` }));

test("all shards that Discord recommends are connected, and each speaks of its own servers alone", async () => {
  const everyGuild: string[][] = [];
  const spoken: { guildIds: string[]; covered: string[] }[] = [];
  const { standIn, bot } = await aBot({
    standIn: { guilds, gateway: { shards: 3 } },
    onEveryGuild: (ids) => void everyGuild.push(ids.toSorted()),
    onTenants: ({ guildIds, covers }) => {
      const covered = standInIds().filter(covers);
      spoken.push({ guildIds, covered });
    },
  });
  const standInIds = () => standIn.guilds.map(({ id }) => id);

  await bot.start();

  expect(standIn.gateway.connectedShards).toEqual(["0/3", "1/3", "2/3"]);
  const byShard = [0, 1, 2].map((shard) => standInIds().filter((id) => shardOf(id, 3) === shard));
  expect(spoken.map(({ guildIds }) => guildIds.toSorted())).toEqual(
    expect.arrayContaining(byShard.map((ids) => ids.toSorted())),
  );
  expect(spoken).toHaveLength(3);
  for (const { guildIds, covered } of spoken) expect(covered).toEqual(guildIds);
  expect(spoken.flatMap(({ guildIds }) => guildIds).toSorted()).toEqual(standInIds().toSorted());
  // Whose key a server uses hangs on how many there are: nothing is said before all shards have spoken.
  expect(everyGuild).toEqual([standInIds().toSorted()]);
});

test("interactions come by the shard of their server, and newcomers are told whichever it is", async () => {
  const dispatch = dispatchOf({
    command: (_, answering) => answering.answer({ tone: "success", title: "Done" }),
  });
  const everyGuild: string[][] = [];
  const { standIn, bot, reports } = await aBot({
    standIn: { guilds, gateway: { shards: 2 } },
    dispatch,
    onEveryGuild: (ids) => void everyGuild.push(ids),
  });
  await bot.start();

  const added = [1, 2, 3, 4, 5, 6].map(() => standIn.addGuild());
  for (const guild of added) {
    const asked = await guild.addMember({ name: "Ada" }).command(guild.channel("general").id, "persona-list");
    expect((await asked.settled()).embeds[0]?.title).toContain("Done");
  }

  expect(new Set(added.map(({ id }) => shardOf(id, 2)))).toEqual(new Set([0, 1]));
  expect(reports.joined.map(({ id }) => id).toSorted()).toEqual(added.map(({ id }) => id).toSorted());
  await vi.waitFor(() => expect(everyGuild.at(-1)).toHaveLength(guilds.length + added.length));
});

test("starts of one bucket keep their distance, those of others do not wait", async () => {
  // Far apart, for a busy machine may hear the first of two late; without any distance they come at once.
  const gateway = { shards: 4, maxConcurrency: 2, identifyEveryMs: 50 };
  const { standIn, bot } = await aBot({ standIn: { guilds, gateway }, pauses: { startEveryMs: 500 } });

  await bot.start();

  expect(standIn.gateway.connectedShards).toHaveLength(4);
  expect(standIn.problems).toEqual([]);
});

test("one shard that is cut makes the bot disconnected, until all are there again", async () => {
  const connected: string[] = [];
  const { standIn, bot, reports } = await aBot({
    standIn: { guilds, gateway: { shards: 2 } },
    onConnected: () => void connected.push("again"),
  });
  await bot.start();

  standIn.gateway.closeShard("1/2", 4000);

  await vi.waitFor(() => expect(reports.disconnected).toEqual([expect.stringContaining("shard 1")]));
  await vi.waitFor(() => expect(connected).toEqual(["again"]), { timeout: 8000 });
});

test.each([
  [4010, /refused this process's shard.*DISCORD_SHARDS/],
  [4011, /too many servers for so few shards.*DISCORD_SHARD_COUNT/],
  [4012, /Update PersonaForge/],
])("close code %i of one of so many shards as are set ends the bot for good, with what to do", async (code, remedy) => {
  const mode = { kind: "gateway", shardCount: 2 } as const;
  const { standIn, bot, reports } = await aBot({ standIn: { guilds }, mode });
  await bot.start();

  standIn.gateway.closeShard("1/2", code);

  await vi.waitFor(() => expect(reports.fatal).toEqual([expect.stringMatching(remedy)]));
});

test.each([
  4010, 4011,
])("close code %i of one of as many shards as Discord said has the bot ask again how many", async (code) => {
  const lost: PlatformTrouble[] = [];
  const gateway = { shards: 2 };
  const { standIn, bot } = await aBot({
    standIn: { guilds, gateway },
    onLost: (trouble) => void lost.push(trouble),
  });
  await bot.start();

  standIn.gateway.closeShard("1/2", code);

  const message = expect.stringMatching(/other shards.*connects again with as many as Discord says/);
  await vi.waitFor(() => expect(lost).toMatchObject([{ isFinal: false, message }]));
});

test("too few shards for the servers are refused at the start, with what to do", async () => {
  const standIn = { guilds, gateway: { mostGuildsPerShard: 5 } };
  const { bot, standIn: discord } = await aBot({ standIn, mode: { kind: "gateway", shardCount: 1 } });

  await expect(bot.start()).rejects.toMatchObject({
    isFinal: true,
    message: expect.stringContaining("Remove DISCORD_SHARD_COUNT"),
  });
  expect(discord.problems).toEqual([expect.objectContaining({ code: 4011 })]);
});

test("a bot that has grown beyond its shards goes on with as many as Discord says", async () => {
  const gateway = { mostGuildsPerShard: 9, identifyEveryMs: 0 };
  const { standIn } = await aBot({ standIn: { guilds, gateway } });
  const pauses = { pausesMs: [0], stuckMs: 60_000 };
  const log = createLog({ level: "silent" });
  const create = (watch: ConnectionWatch) => botFor(standIn, { ...watch, pauses: { startEveryMs: 0 } }).bot;
  const kept = keepConnected({ platform: "discord", create, log, onGivenUp: () => undefined, pauses });
  await kept.start();
  standIn.addGuild();
  standIn.gateway.recommend(2);

  standIn.gateway.close(4011);

  await vi.waitFor(() => expect(standIn.gateway.connectedShards).toEqual(["0/2", "1/2"]), 5000);
  await vi.waitFor(() => expect(kept.health().state).toBe("connected"), 5000);
});

test("a bot with fewer starts left than it has shards waits for more, before it has used one", async () => {
  const { standIn, bot } = await aBot({ standIn: { guilds, gateway: { shards: 3, remaining: 2 } } });

  await expect(bot.start()).rejects.toThrow(/allows this bot only 2 more starts before/);

  expect(standIn.gateway.connectedCount).toBe(0);
});

test("a bot whose sessions end again and again stops before Discord resets its token for that", async () => {
  const gateway = { remaining: 23, identifyEveryMs: 0 };
  const lost: PlatformTrouble[] = [];
  const { standIn, bot } = await aBot({
    standIn: { guilds, gateway },
    pauses: { startEveryMs: 0 },
    onLost: (trouble) => void lost.push(trouble),
  });
  await bot.start();

  standIn.gateway.invalidateSessions();
  await vi.waitFor(() => expect(standIn.gateway.connectedCount).toBe(1), 8000);
  expect(lost).toEqual([]);
  standIn.gateway.invalidateSessions();
  await vi.waitFor(() => expect(standIn.gateway.connectedCount).toBe(1), 8000);
  standIn.gateway.invalidateSessions();

  const message = expect.stringMatching(/allows this bot only 20 more starts before/);
  await vi.waitFor(() => expect(lost).toMatchObject([{ isFinal: false, message }]), 8000);
  expect(standIn.gateway.connectedCount).toBe(0);
});

test("a shard begins a new session also while Discord does not say how many are left", async () => {
  const gateway = { identifyEveryMs: 0 };
  const { standIn, bot } = await aBot({ standIn: { guilds, gateway }, pauses: { startEveryMs: 0 } });
  await bot.start();
  standIn.fault({ match: /^GET \/gateway\/bot/, delayMs: 8000 });

  standIn.gateway.invalidateSessions();

  await vi.waitFor(() => expect(standIn.gateway.connectedCount).toBe(0));
  await vi.waitFor(() => expect(standIn.gateway.connectedCount).toBe(1), 6000);
});

test("a list is connected as it stands, of as many as are said", async () => {
  const { standIn, bot } = await aBot({
    standIn: { guilds },
    mode: { kind: "gateway", shards: [1, 3], shardCount: 4 },
  });

  await bot.start();

  expect(standIn.gateway.connectedShards).toEqual(["1/4", "3/4"]);
});
