import type { Channel, Guild, Member, Role, World } from "../world.ts";
import { renderUser } from "./message.ts";
import type { User } from "./user.ts";

const memberOverwrite = 1;

export function channelsOf(world: World, guildId: string): Channel[] {
  return [...world.channels.values()].filter(
    ({ guildId: id, thread }) => id === guildId && thread === undefined,
  );
}

/** The threads of a guild. */
export function threadsOf(world: World, guildId: string): Channel[] {
  return [...world.channels.values()].filter(({ guildId: id, thread }) => id === guildId && thread);
}

export function renderChannel(world: World, channel: Channel): Record<string, unknown> {
  if (channel.guildId === undefined) return renderDirectChannel(world, channel);
  const denied = channel.deniedToBot;
  const overwrite = { id: world.applicationId, type: memberOverwrite, allow: "0", deny: denied.toString() };
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: 0,
    permission_overwrites: denied === 0n ? [] : [overwrite],
    nsfw: false,
    topic: null,
    parent_id: channel.thread?.parentId ?? null,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
    ...(channel.thread && { owner_id: world.bot.id, thread_metadata: threadMetadata }),
  };
}

const threadMetadata = {
  archived: false,
  auto_archive_duration: 60,
  archive_timestamp: "2026-01-01T00:00:00.000Z",
  locked: false,
  invitable: false,
};

function renderDirectChannel(world: World, channel: Channel): Record<string, unknown> {
  const recipient = world.users.get(channel.recipientId ?? "");
  return {
    id: channel.id,
    type: channel.type,
    last_message_id: null,
    flags: 0,
    recipients: recipient === undefined ? [] : [renderUser(recipient)],
  };
}

export function renderRole(role: Role): Record<string, unknown> {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 0,
    managed: role.botId !== undefined,
    ...(role.botId !== undefined && { tags: { bot_id: role.botId } }),
    mentionable: false,
    flags: 0,
  };
}

export function renderMember(member: Member): Record<string, unknown> {
  return { ...memberBase(member.roleIds, member.joinedAt), user: renderUser(member.user) };
}

function memberBase(roles: string[], joinedAt: string): Record<string, unknown> {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles,
    joined_at: joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
    avatar_decoration_data: null,
    collectibles: null,
  };
}

/** The guild as GET /guilds/{id} gives it. The bot's own permissions stand on @everyone, whose id is the guild's. */
export function renderGuild(guild: Guild): Record<string, unknown> {
  return {
    ...guildDefaults,
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    system_channel_id: guild.systemChannelId ?? null,
    roles: [...guild.roles.values()].map(renderRole),
  };
}

/** The guild as GUILD_CREATE brings it: with channels, and of the members only the bot. */
export function renderGuildCreate(world: World, guild: Guild): Record<string, unknown> {
  const joinedAt = new Date().toISOString();
  return {
    ...renderGuild(guild),
    joined_at: joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size + 1,
    members: [botMember(world.bot, joinedAt)],
    channels: channelsOf(world, guild.id).map((channel) => renderChannel(world, channel)),
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function botMember(bot: User, joinedAt: string): Record<string, unknown> {
  return { ...memberBase([], joinedAt), user: renderUser(bot) };
}

const guildDefaults = {
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  features: [],
  emojis: [],
  stickers: [],
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  max_members: 500_000,
  mfa_level: 0,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  premium_subscription_count: 0,
  premium_tier: 0,
  public_updates_channel_id: null,
  region: "deprecated",
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  system_channel_flags: 0,
  vanity_url_code: null,
  verification_level: 0,
};
