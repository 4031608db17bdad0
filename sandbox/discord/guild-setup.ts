import { everyonePermissions } from "./permissions.ts";
import type { Channel, Guild, World } from "./world.ts";

const oneYearMs = 31_536_000_000;

export interface ChannelSetup {
  id: string;
  name: string;
}

/** A guild as a test or the sandbox describes it. What is left out is made up. */
export interface GuildSetup {
  id?: string;
  name?: string;
  /** Discord's locale code. Default "en-US". */
  locale?: string;
  /** Text channels: names, or with ids that must be the same at every start. Default "general" and "warnings". */
  channels?: (string | ChannelSetup)[];
  /** False: the guild is in an outage and comes later. */
  isAvailable?: boolean;
}

/** Puts a guild with its channels into the world, without telling the bot. */
export function createGuild(world: World, setup: GuildSetup = {}): Guild {
  const id = setup.id ?? world.nextId(oneYearMs);
  const guild = {
    id,
    name: setup.name ?? "Sandbox",
    locale: setup.locale ?? "en-US",
    ownerId: world.nextId(oneYearMs),
    isAvailable: setup.isAvailable ?? true,
    botPermissions: everyonePermissions,
    roles: new Map([[id, { id, name: "@everyone", permissions: everyonePermissions }]]),
    members: new Map(),
  };
  world.guilds.set(id, guild);
  for (const channel of setup.channels ?? ["general", "warnings"]) {
    if (typeof channel === "string") createChannel(world, id, channel);
    else createChannel(world, id, channel.name, channel.id);
  }
  return guild;
}

export function createChannel(world: World, guildId: string, name: string, id = world.nextId()): Channel {
  const channel = { id, name, guildId, recipientId: undefined, deniedToBot: 0n };
  world.channels.set(channel.id, channel);
  return channel;
}
