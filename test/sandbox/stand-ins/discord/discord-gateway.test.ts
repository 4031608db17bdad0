import { type Client, Events, GatewayIntentBits, Routes } from "discord.js";
import { expect, test } from "vitest";
import { shardOf } from "../../../../sandbox/stand-ins/discord/snowflake.ts";
import type { WireEvent } from "../../../../sandbox/stand-ins/discord/wire-event.ts";
import { createClient, openStandIn, setScene } from "./discord-test-bot.ts";

const commands = [{ name: "ping", description: "Ping" }];

async function startPingBot() {
  const scene = await setScene({
    commands,
    onInteraction: async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply("pong");
    },
  });
  const events: WireEvent[] = [];
  scene.standIn.onEvent((event) => events.push(event));
  const steps = () => events.flatMap((event) => (event.kind === "gateway" ? event.step : []));
  return { ...scene, events, steps };
}

async function loginError(client: Client, token: string): Promise<unknown> {
  try {
    await client.login(token);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.destroy();
  }
}

test("a wrong token is refused at the door, and by the gateway with 4004", async () => {
  const standIn = await openStandIn();

  const refused = await loginError(createClient(standIn), "wrong.token.here");
  const socket = new WebSocket(`${standIn.apiUrl.replace("http", "ws")}?v=10`);
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener("close", ({ code }) => resolve(code)),
  );
  socket.addEventListener("open", () =>
    socket.send(JSON.stringify({ op: 2, d: { token: "wrong", intents: 1, properties: {} } })),
  );

  expect(refused).toBeInstanceOf(Error);
  expect(await closed).toBe(4004);
  expect(standIn.problems.map(({ code }) => code)).toContain(4004);
});

test("a privileged intent is refused with 4014", async () => {
  const standIn = await openStandIn();
  const client = createClient(standIn, { intents: [GatewayIntentBits.MessageContent] });

  const refused = await loginError(client, standIn.token);

  expect(String(refused)).toContain("disallowed intents");
  expect(standIn.problems).toEqual([expect.objectContaining({ code: 4014 })]);
});

test("a fatal close reaches the bot with its code", async () => {
  const { fatalCloses, standIn } = await startPingBot();

  standIn.gateway.close(4014, "Disallowed intents");

  await expect.poll(() => fatalCloses).toEqual([4014]);
});

test("what happened while the bot was disconnected is delivered when it resumes", async () => {
  const { standIn, alice, channelId, steps, errors } = await startPingBot();

  standIn.gateway.drop();
  const interaction = await alice.command(channelId, "ping");
  const message = await interaction.message();

  expect(message.content).toBe("pong");
  expect(steps()).toContain("resumed");
  expect(errors).toEqual([]);
});

test("a bot whose session is invalid identifies again", async () => {
  const { standIn, alice, channelId, steps } = await startPingBot();

  standIn.gateway.invalidateSessions();
  await expect.poll(steps, { timeout: 15_000 }).toContain("identified");
  await standIn.ready({ command: "ping" });
  const interaction = await alice.command(channelId, "ping");

  expect((await interaction.message()).content).toBe("pong");
}, 30_000);

test("the payload is complete enough for discord.js to know who, where and what is allowed", async () => {
  const { client, alice, channelId } = await startPingBot();
  const seen = new Promise((resolve) => {
    client.once(Events.InteractionCreate, (interaction) =>
      resolve({
        user: interaction.user.username,
        locale: interaction.locale,
        guildLocale: interaction.guildLocale,
        channel: interaction.channel?.id,
        guild: interaction.guild?.name,
        mayAdminister: interaction.memberPermissions?.has("Administrator"),
        botMaySend: interaction.appPermissions.has("SendMessages"),
        isCached: interaction.inCachedGuild(),
        isFresh: Date.now() - interaction.createdTimestamp < 2000,
      }),
    );
  });

  await alice.command(channelId, "ping");

  expect(await seen).toEqual({
    user: "Alice",
    locale: "de",
    guildLocale: "en-US",
    channel: channelId,
    guild: "Sandbox",
    mayAdminister: false,
    botMaySend: true,
    isCached: true,
    isFresh: true,
  });
});

test("every step on the wire is told, in order", async () => {
  const { alice, channelId, events } = await startPingBot();

  const interaction = await alice.command(channelId, "ping");
  await interaction.message();
  await expect
    .poll(() => events.map(({ kind }) => kind))
    .toEqual(["interaction", "message", "answer", "rest"]);

  expect(JSON.stringify(events.slice(1))).not.toContain(interaction.token);
});

test("a changed payload reaches the bot as a new interaction", async () => {
  const { standIn, alice, channelId } = await startPingBot();
  const interaction = await alice.command(channelId, "ping");
  await interaction.answered();

  const second = standIn.dispatchInteraction({
    ...interaction.payload,
    id: standIn.nextId(),
    token: "other",
  });

  expect((await second.message()).id).not.toBe((await interaction.message()).id);
});

test("each shard gets its own guilds and their interactions only", async () => {
  const standIn = await openStandIn({ guilds: [{ name: "A" }, { name: "B" }, { name: "C" }] });
  const [first] = standIn.guilds;
  if (first === undefined) throw new Error("no guild");
  const shard = shardOf(first.id, 2);
  const client = createClient(standIn, { shards: [1 - shard], shardCount: 2 });
  const received: string[] = [];
  client.on(Events.InteractionCreate, ({ id }) => received.push(id));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standIn.token);
  await ready;

  const alice = first.addMember({ name: "Alice" });
  await client.rest.put(Routes.applicationCommands(standIn.applicationId), { body: commands });
  const interaction = await alice.command(first.channel("general").id, "ping");
  await expect(interaction.answered()).rejects.toThrow("did not answer");

  expect(client.guilds.cache.has(first.id)).toBe(false);
  expect(received).toEqual([]);
  await client.destroy();
});
