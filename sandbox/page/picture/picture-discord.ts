import { renderAttachment } from "../../stand-ins/discord/guild/files.ts";
import type { GuildHandle } from "../../stand-ins/discord/guild/guild-handle.ts";
import { isLoading, type Message } from "../../stand-ins/discord/guild/message.ts";
import { holds, permission } from "../../stand-ins/discord/guild/permissions.ts";
import { renderCommand } from "../../stand-ins/discord/person/command.ts";
import type { DiscordStandIn } from "../../stand-ins/discord/stand-in.ts";
import type { Member } from "../../stand-ins/discord/world.ts";
import type { DiscordMessagePicture, DiscordPicture } from "../protocol/picture.ts";
import { managersRole } from "./cast.ts";
import { discordFilePath } from "./chat-files.ts";
import type { DiscordScreen } from "./discord-screen.ts";

type Guild = DiscordPicture["guilds"][number];

/** The servers, what was said in them and the forms on people's screens. */
export function drawDiscord(discord: DiscordStandIn, screen: DiscordScreen): DiscordPicture {
  return {
    guilds: discord.guilds.map(drawGuild),
    commands: discord.commands.map((command) => renderCommand(command, discord.applicationId)),
    messages: discord.everyMessage.map((message) => drawMessage(message, { discord, screen })),
    modals: [...screen.modals.values()].flatMap(({ id, facts, answer }) => {
      const place = { interactionId: id, userId: facts.userId, channelId: facts.channelId };
      return answer?.modal ? [{ ...place, modal: answer.modal.body }] : [];
    }),
  };
}

function drawGuild(guild: GuildHandle): Guild {
  const everybody = guild.members.map(({ user }) => user.id);
  return {
    id: guild.id,
    name: guild.name,
    channels: guild.channels.map(({ id, name }) => ({ id, name })),
    threads: guild.threads.flatMap(({ id, name, thread }) => {
      if (!thread) return [];
      const { parentId, members } = thread;
      return [{ id, name, parentId, memberIds: members === "everybody" ? everybody : [...members] }];
    }),
    // Discord's menus leave out @everyone, whose id is the guild's.
    roles: guild.roles.filter(({ id }) => id !== guild.id).map(({ id, name }) => ({ id, name })),
    members: guild.members.map((member) => ({
      id: member.user.id,
      name: member.user.name,
      role: roleOf(guild, member),
    })),
  };
}

function roleOf(guild: GuildHandle, { permissions, roleIds }: Member): Guild["members"][number]["role"] {
  if (holds(permissions, permission.manageGuild)) return "admin";
  const managers = guild.roles.find(({ name }) => name === managersRole);
  return managers && roleIds.includes(managers.id) ? "manager" : "member";
}

function drawMessage(
  message: Message,
  { discord, screen }: { discord: DiscordStandIn; screen: DiscordScreen },
): DiscordMessagePicture {
  const { id, channelId, visibleTo, createdAt, answers } = message;
  const recipient = discord.recipientOf(channelId);
  const text = answers && screen.textOf(answers.interactionId);
  return {
    id,
    channelId: recipient === undefined ? channelId : `dm:${recipient}`,
    ...(visibleTo !== undefined && { visibleTo }),
    ...(!message.author.isBot && { author: message.author.name }),
    isLoading: isLoading(message),
    isEdited: screen.isEdited(message),
    ...(answers && text !== undefined && { answers: { text, userId: answers.userId } }),
    message: renderContents(message),
    createdAt,
  };
}

function renderContents({ content, embeds, components, attachments, flags }: Message) {
  const files = attachments.map((file) => ({
    ...renderAttachment(file),
    url: discordFilePath(file),
    proxy_url: discordFilePath(file),
  }));
  return { content, embeds, components, attachments: files, flags };
}
