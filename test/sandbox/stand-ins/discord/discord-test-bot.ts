import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  REST,
  Routes,
} from "discord.js";
import { onTestFinished } from "vitest";
import type { GuildHandle } from "../../../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import type { Person } from "../../../../sandbox/stand-ins/discord/person/person.ts";
import {
  createDiscordStandIn,
  type DiscordStandInOptions,
} from "../../../../sandbox/stand-ins/discord/server.ts";
import type { DiscordStandIn } from "../../../../sandbox/stand-ins/discord/stand-in.ts";

/** A stand-in, a real discord.js client logged in to it, and Alice in #general. */
export interface Scene {
  standIn: DiscordStandIn;
  client: Client;
  guild: GuildHandle;
  alice: Person;
  channelId: string;
  rest: REST;
  /** What the handler rejected with, in order. */
  errors: unknown[];
  /** Codes of the gateway's closes, as discord.js reports fatal ones. */
  fatalCloses: number[];
}

export interface SceneOptions {
  commands?: unknown[];
  onInteraction?: (interaction: Interaction) => Promise<unknown>;
}

/** A stand-in that is closed when the test ends. */
export async function openStandIn(options: DiscordStandInOptions = {}): Promise<DiscordStandIn> {
  const standIn = await createDiscordStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** Logs in and registers the commands. Everything started here ends with the test. */
export async function setScene({ commands = [], onInteraction }: SceneOptions = {}): Promise<Scene> {
  const standIn = await openStandIn();
  const client = createClient(standIn);
  const reports = watchClient(client, onInteraction);
  await logIn(client, standIn.token);
  const rest = restOf(standIn);
  await rest.put(Routes.applicationCommands(standIn.applicationId), { body: commands });
  const guild = firstGuild(standIn);
  const alice = guild.addMember({ name: "Alice", locale: "de" });
  return { standIn, client, guild, alice, channelId: guild.channel("general").id, rest, ...reports };
}

function watchClient(
  client: Client,
  onInteraction: SceneOptions["onInteraction"],
): Pick<Scene, "errors" | "fatalCloses"> {
  const errors: unknown[] = [];
  const fatalCloses: number[] = [];
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.ShardDisconnect, ({ code }) => fatalCloses.push(code));
  client.on(Events.InteractionCreate, (interaction) => {
    onInteraction?.(interaction).catch((error: unknown) => errors.push(error));
  });
  return { errors, fatalCloses };
}

function firstGuild(standIn: DiscordStandIn): GuildHandle {
  const guild = standIn.guilds[0];
  if (guild === undefined) throw new Error("The stand-in starts with a guild");
  return guild;
}

/** What Discord said: the body of a success, or the parts of a refusal that a bot reads. */
export async function outcomeOf(request: Promise<unknown>): Promise<unknown> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) return error;
    const errors = "errors" in error.rawError ? error.rawError.errors : undefined;
    return { status: error.status, code: error.code, errors };
  }
}

export function createClient(standIn: DiscordStandIn, changes: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    waitGuildTimeout: 500,
    rest: { api: standIn.apiUrl, retries: 0 },
    ...changes,
  });
  onTestFinished(() => client.destroy());
  return client;
}

export function restOf(standIn: DiscordStandIn, token = standIn.token): REST {
  return new REST({ api: standIn.apiUrl, retries: 0 }).setToken(token);
}

async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
}
