import { everyonePermissions } from "./permissions.ts";
import type { Channel, Guild, World } from "./world.ts";

const oneYearMs = 31_536_000_000;

/** A guild as a test or the sandbox describes it. What is left out is made up. */
export interface GuildSetup {
  id?: string;
  name?: string;
  /** Discord's locale code. Default "en-US". */
  locale?: string;
  /** Names of text channels. Default "general" and "warnings". */
  channels?: string[];
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
  for (const name of setup.channels ?? ["general", "warnings"]) createChannel(world, id, name);
  return guild;
}

export function createChannel(world: World, guildId: string, name: string): Channel {
  const channel = { id: world.nextId(), name, guildId, recipientId: undefined, deniedToBot: 0n };
  world.channels.set(channel.id, channel);
  return channel;
}
