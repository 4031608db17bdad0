import { DiscordRefusal } from "../rest/refusal.ts";
import { channelType } from "../vocabulary.ts";
import type { Channel, Guild, World } from "../world.ts";
import { holds, permission } from "./permissions.ts";

/** A guild the bot is in, or 10004. */
export function findGuild(world: World, id: string): Guild {
  const guild = world.guilds.get(id);
  if (guild === undefined) throw new DiscordRefusal("unknownGuild");
  return guild;
}

/** A channel the bot can see, or 10003 or 50001. */
export function findChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new DiscordRefusal("unknownChannel");
  if (!holds(botPermissionsIn(world, channel), permission.viewChannel))
    throw new DiscordRefusal("missingAccess");
  return channel;
}

/** Throws 50008 where nobody can write, 50013 unless the bot may do this here, 50007 if the person takes no messages from it. */
export function requireToSend(world: World, channel: Channel, needed: bigint): void {
  const recipient = world.users.get(channel.recipientId ?? "");
  if (recipient?.acceptsDirectMessages === false) throw new DiscordRefusal("cannotMessageUser");
  if (textless.includes(channel.type)) throw new DiscordRefusal("notATextChannel");
  requireIn(world, channel, channel.thread ? inThread(needed) : needed);
}

/** Throws 50013 unless the bot may do this here. */
export function requireIn(world: World, channel: Channel, needed: bigint): void {
  if (!holds(botPermissionsIn(world, channel), needed)) throw new DiscordRefusal("missingPermissions");
}

/** A thread asks for a permission of its own to write in it, in place of that to write. */
function inThread(needed: bigint): bigint {
  return (needed & ~permission.sendMessages) | permission.sendMessagesInThreads;
}

const textless: readonly number[] = [channelType.category, channelType.forum];

/** What the bot may do in a channel: everything in a direct message. */
export function botPermissionsIn(world: World, channel: Channel): bigint {
  const guild = world.guilds.get(channel.guildId ?? "");
  if (guild === undefined) return channel.guildId === undefined ? permission.administrator : 0n;
  return guild.botPermissions & ~channel.deniedToBot;
}
