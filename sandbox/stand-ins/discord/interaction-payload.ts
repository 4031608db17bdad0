import { randomBytes } from "node:crypto";
import { botPermissionsIn } from "./guild/channel-access.ts";
import { attachmentSizeLimit } from "./guild/files.ts";
import { renderUser } from "./guild/message.ts";
import { renderChannel, renderMember } from "./guild/render-guild.ts";
import type { User } from "./guild/user.ts";
import type { Channel, Guild, Member, World } from "./world.ts";

const guildContext = 0;
const botDirectMessageContext = 1;

/** Who does something where. */
export interface Actor {
  user: User;
  channel: Channel;
  /** How long ago it happened, for the bot reads the age from the id. */
  ageMs: number;
}

export interface Action {
  type: number;
  data: Record<string, unknown>;
  /** The rendered message a component belongs to, or from which a modal was opened. */
  message?: Record<string, unknown>;
}

/** The whole payload of an INTERACTION_CREATE, as live Discord sends it. */
export function interactionPayload(world: World, actor: Actor, action: Action): Record<string, unknown> {
  const { channel, user } = actor;
  return {
    id: world.nextId(actor.ageMs),
    application_id: world.applicationId,
    token: randomBytes(48).toString("base64url"),
    version: 1,
    ...action,
    channel_id: channel.id,
    app_permissions: botPermissionsIn(world, channel).toString(),
    locale: user.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: attachmentSizeLimit,
    ...placeOf(world, actor),
  };
}

function placeOf(world: World, { user, channel }: Actor): Record<string, unknown> {
  const guild = world.guilds.get(channel.guildId ?? "");
  const member = guild?.members.get(user.id);
  if (guild === undefined || member === undefined) return directPlace(world, user, channel);
  const permissions = memberPermissions(guild, member).toString();
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    channel: { ...renderChannel(world, channel), permissions },
    member: { ...renderMember(member), permissions },
    context: guildContext,
    authorizing_integration_owners: { "0": guild.id },
  };
}

function directPlace(world: World, user: User, channel: Channel): Record<string, unknown> {
  return {
    user: renderUser(user),
    channel: renderChannel(world, channel),
    context: botDirectMessageContext,
    authorizing_integration_owners: { "0": "0" },
  };
}

/** A member's own bits and those of their roles; the owner has every bit there is. */
export function memberPermissions(guild: Guild, member: Member): bigint {
  const allBits = (1n << 53n) - 1n;
  if (guild.ownerId === member.user.id) return allBits;
  return member.roleIds.reduce(
    (bits, id) => bits | (guild.roles.get(id)?.permissions ?? 0n),
    member.permissions,
  );
}
