import type { DiscordMessagePicture, DiscordPicture } from "../../protocol/picture.ts";
import type { Names } from "./message/markdown.tsx";

export type Guild = DiscordPicture["guilds"][number];

/** Where the person at the page is in Discord, and as whom. */
export type DiscordRoom = {
  discord: DiscordPicture;
  guild: Guild;
  userId: string;
  /** A channel of the guild, or `dm:<user id>`. */
  channelId: string;
};

export function directChannel(userId: string): string {
  return `dm:${userId}`;
}

/** What this person sees of a channel, oldest first. */
export function messagesIn({ discord, userId, channelId }: DiscordRoom): DiscordMessagePicture[] {
  return discord.messages.filter(
    (message) =>
      message.channelId === channelId && (message.visibleTo === undefined || message.visibleTo === userId),
  );
}

/** The channel that is open, or the first one where that one is not in this server. */
export function openChannel(guild: Guild, userId: string, wanted: string): string {
  const places = [...guild.channels, ...threadsFor(guild, userId)];
  const known = [directChannel(userId), ...places.map(({ id }) => id)];
  return known.includes(wanted) ? wanted : (guild.channels[0]?.id ?? directChannel(userId));
}

/** The private threads that this person sees. */
export function threadsFor({ threads }: Guild, userId: string): Guild["threads"] {
  return threads.filter(({ memberIds }) => memberIds.includes(userId));
}

export function memberName({ members }: Guild, userId: string): string {
  return members.find(({ id }) => id === userId)?.name ?? "somebody";
}

export function namesIn(guild: Guild): Names {
  return (mark, id) => {
    if (mark === "#")
      return [...guild.channels, ...guild.threads].find((place) => place.id === id)?.name ?? "unknown";
    if (mark === "@&") return guild.roles?.find((role) => role.id === id)?.name ?? "deleted-role";
    return memberName(guild, id);
  };
}

export type Entity = { id: string; name: string };

/** What Discord offers in a menu for people, roles or channels. */
export function entitiesIn(guild: Guild, kind: "user" | "role" | "channel" | "mentionable"): Entity[] {
  const roles = guild.roles ?? [];
  if (kind === "role") return roles;
  if (kind === "channel") return guild.channels;
  return kind === "user" ? guild.members : [...guild.members, ...roles];
}
