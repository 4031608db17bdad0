import { expect, onTestFinished, test, vi } from "vitest";
import { createSandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { reads } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { create } from "../support/black-box/black-box-people.ts";
import { startBotInside } from "../support/black-box/bot-inside.ts";
import { makeEmptyDatabase } from "../support/databases.ts";

/** Whole bots on one PostgreSQL, each with one shard of two. */
async function twoBots(servers: number) {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("No PostgreSQL");
  const guilds = Array.from({ length: servers }, (_, index) => ({ name: `Server ${index}` }));
  const world = await createSandboxWorld(location.url, { discord: { guilds } });
  onTestFinished(() => world.close());
  const lines: string[] = [];
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, ...env } = world.env;
  const start = async (shards: string) => {
    const bot = startBotInside({
      env: { ...env, DISCORD_SHARDS: shards, DISCORD_SHARD_COUNT: "2" },
      onLine: (line) => lines.push(line),
    });
    onTestFinished(async () => void (await bot.stop()));
    await bot.ready(30_000);
    return bot;
  };
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  const left = () =>
    database.kysely.selectFrom("tenants").selectAll().where("left_at", "is not", null).execute();
  return { world, start, lines, left };
}

test("each process speaks of its own servers: no team is gone, whichever starts last or again", {
  timeout: 60_000,
}, async () => {
  const { world, start, left } = await twoBots(6);

  const first = await start("0");
  await start("1");
  await first.stop();
  await start("0");

  await vi.waitFor(() => expect(world.discord.gateway.connectedShards).toEqual(["0/2", "1/2"]));
  expect(await left()).toEqual([]);
});

test("the operator's key waits for every shard, and is the only server's, whichever process it talks to", {
  timeout: 60_000,
}, async () => {
  const { world, start } = await twoBots(1);
  await Promise.all([start("0"), start("1")]);
  const chat = createDiscordChat(world.discord);

  await create(chat, "Ada");

  await reads(chat, "“Ada” is ready");
});

test("of servers in two processes, each the only one there, none has the operator's key", {
  timeout: 60_000,
}, async () => {
  const { world, start } = await twoBots(2);
  await Promise.all([start("0"), start("1")]);

  for (const guild of world.discord.guilds) {
    const chat = createDiscordChat(world.discord, { guild });
    await create(chat, `Of ${guild.id}`);
    await reads(chat, "is saved");
  }

  expect(world.tavus.account().personas.filter((row) => JSON.stringify(row).includes("Of "))).toEqual([]);
});
