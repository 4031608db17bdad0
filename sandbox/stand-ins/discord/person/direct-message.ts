import { channelType } from "../vocabulary.ts";
import type { Channel, World } from "../world.ts";

/** The direct message channel between the bot and a person, if it was opened. */
export function findDirectMessage(world: World, userId: string): Channel | undefined {
  return [...world.channels.values()].find((channel) => channel.recipientId === userId);
}

/** The same channel every time it is opened. */
export function openDirectMessage(world: World, userId: string): Channel {
  const existing = findDirectMessage(world, userId);
  if (existing !== undefined) return existing;
  const channel = {
    id: world.nextId(),
    name: "",
    type: channelType.direct,
    guildId: undefined,
    recipientId: userId,
    deniedToBot: 0n,
  };
  world.channels.set(channel.id, channel);
  return channel;
}
