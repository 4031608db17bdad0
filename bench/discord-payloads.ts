import { createSnowflakes } from "../sandbox/stand-ins/discord/snowflake.ts";
import { typedLine, typedParagraph } from "./typed-text.ts";

const nextId = createSnowflakes();

export const applicationId = nextId();
const userId = nextId();
const commandId = nextId();

/** A guild as the gateway brings it: ten channels, five roles, and of the members only the bot. */
export type Guild = { id: string; channels: { id: string }[] };

const channelsPerGuild = 10;
const rolesPerGuild = 5;
const joinedAt = "2026-01-01T00:00:00.000000+00:00";

export const botUser = renderUser(applicationId, "personaforge", true);

export function makeGuild(index: number): Guild & Record<string, unknown> {
  const id = nextId();
  const channels = Array.from({ length: channelsPerGuild }, (_, position) => makeChannel(id, position));
  const roles = Array.from({ length: rolesPerGuild }, (_, position) => makeRole(id, position));
  return {
    id,
    name: `Guild number ${index}`,
    owner_id: userId,
    preferred_locale: "en-US",
    features: [],
    emojis: [],
    stickers: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    joined_at: joinedAt,
    large: false,
    unavailable: false,
    member_count: 2,
    members: [{ ...memberBase, user: botUser }],
    channels,
    roles,
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** A command without options. */
export function commandPayload(guild: Guild, name: string): Interaction {
  return interaction(guild, 2, { id: commandId, name, type: 1 });
}

/** The form sent, with what `fillModal` made of it. */
export function submissionPayload(guild: Guild, customId: string, components: unknown): Interaction {
  return interaction(guild, 5, { custom_id: customId, components });
}

/** What a person sends of a modal: text in every box, nothing chosen. */
export function fillModal(modal: { components: Label[] }): unknown[] {
  return modal.components.map(({ type, component }) => {
    if (!component) return { type };
    const { custom_id, style } = component;
    const filled =
      component.type === 4 ? { value: style === 1 ? typedLine : typedParagraph } : { values: [] };
    return { type, component: { type: component.type, custom_id, ...filled } };
  });
}

export type Label = { type: number; component?: { type: number; custom_id: string; style?: number } };

/** Permissions with Manage Server among them. */
const adminPermissions = "2248473465835105";

export type Interaction = { id: string } & Record<string, unknown>;

function interaction(guild: Guild, type: number, data: Record<string, unknown>): Interaction {
  const id = nextId();
  return {
    id,
    type,
    application_id: applicationId,
    // Discord's own have some 200 characters.
    token: `aW50ZXJhY3Rpb246${id}`.padEnd(200, "x"),
    version: 1,
    data,
    guild_id: guild.id,
    guild: { id: guild.id, locale: "en-US", features: [] },
    guild_locale: "en-US",
    channel_id: guild.channels[0]?.id,
    channel: { ...guild.channels[0], permissions: "2248473465835073" },
    member: { ...memberBase, user: renderUser(userId, "ada", false), permissions: adminPermissions },
    app_permissions: "2248473465835073",
    locale: "en-GB",
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: 10_485_760,
    context: 0,
    authorizing_integration_owners: { 0: guild.id },
  };
}

function makeChannel(guildId: string, position: number): { id: string } & Record<string, unknown> {
  return {
    id: nextId(),
    type: 0,
    guild_id: guildId,
    name: `channel-${position}`,
    position,
    permission_overwrites: [],
    nsfw: false,
    topic: null,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
  };
}

function makeRole(guildId: string, position: number): Record<string, unknown> {
  return {
    id: position === 0 ? guildId : nextId(),
    name: position === 0 ? "@everyone" : `role-${position}`,
    permissions: "2248473465835073",
    color: 0,
    hoist: false,
    position,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

const memberBase = {
  nick: null,
  avatar: null,
  roles: [],
  joined_at: joinedAt,
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0,
  communication_disabled_until: null,
};

function renderUser(id: string, username: string, bot: boolean): Record<string, unknown> {
  return { id, username, discriminator: "0", global_name: null, avatar: null, bot, public_flags: 0 };
}
