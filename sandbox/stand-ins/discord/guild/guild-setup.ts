import { channelType } from "../vocabulary.ts";
import type { Channel, Guild, World } from "../world.ts";
import { everyonePermissions } from "./permissions.ts";

const oneYearMs = 31_536_000_000;

export interface ChannelSetup {
  id?: string;
  name: string;
  /** See `channelType`. Default text. */
  type?: number;
}

/** A guild as a test or the sandbox describes it. What is left out is made up. */
export interface GuildSetup {
  id?: string;
  name?: string;
  /** Discord's locale code. Default "en-US". */
  locale?: string;
  /** Text channels by name, or more said about them. Default "general" and "warnings". */
  channels?: (string | ChannelSetup)[];
  /** Name of the channel for Discord's own notices. Default none. */
  systemChannel?: string;
  /** False: the guild is in an outage and comes later. */
  isAvailable?: boolean;
}

/** Puts a guild with its channels into the world, without telling the bot. */
export function createGuild(world: World, setup: GuildSetup = {}): Guild {
  // Each of another millisecond, for which shard is theirs hangs on that.
  const id = setup.id ?? world.nextId(oneYearMs - world.guilds.size);
  const guild: Guild = {
    id,
    name: setup.name ?? "Sandbox",
    locale: setup.locale ?? "en-US",
    ownerId: world.nextId(oneYearMs),
    isAvailable: setup.isAvailable ?? true,
    systemChannelId: undefined,
    botPermissions: everyonePermissions,
    roles: new Map([[id, { id, name: "@everyone", permissions: everyonePermissions }]]),
    members: new Map(),
  };
  world.guilds.set(id, guild);
  for (const channel of setup.channels ?? ["general", "warnings"]) {
    const created = createChannel(world, id, typeof channel === "string" ? { name: channel } : channel);
    if (created.name === setup.systemChannel) guild.systemChannelId = created.id;
  }
  return guild;
}

export function createChannel(
  world: World,
  guildId: string,
  { id = world.nextId(), name, type = channelType.text }: ChannelSetup,
): Channel {
  const channel = { id, name, type, guildId, recipientId: undefined, deniedToBot: 0n };
  world.channels.set(channel.id, channel);
  return channel;
}
