import { Person } from "../person/person.ts";
import { channelType, intent } from "../vocabulary.ts";
import type { Channel, Guild, Member, Role, World } from "../world.ts";
import { createChannel } from "./guild-setup.ts";
import { everyonePermissions, permission } from "./permissions.ts";
import { channelsOf, renderChannel, renderRole, threadsOf } from "./render-guild.ts";

export interface MemberSetup {
  id?: string;
  name: string;
  /** Bits beyond those of the roles. Default what everyone may do; see `permission`. */
  permissions?: bigint;
  /** Ids of roles. */
  roles?: string[];
  /** Default "en-US". */
  locale?: string;
  isOwner?: boolean;
}

/** A guild in the hands of the driver. Changes to channels and roles are told to the bot. */
export class GuildHandle {
  readonly id: string;
  readonly #world: World;
  readonly #guild: Guild;

  constructor(world: World, guild: Guild) {
    this.#world = world;
    this.#guild = guild;
    this.id = guild.id;
  }

  get name(): string {
    return this.#guild.name;
  }

  get channels(): Channel[] {
    return channelsOf(this.#world, this.id);
  }

  /** Public ones, and private ones, which only who was added sees. */
  get threads(): Channel[] {
    return threadsOf(this.#world, this.id);
  }

  get roles(): Role[] {
    return [...this.#guild.roles.values()];
  }

  get members(): Member[] {
    return [...this.#guild.members.values()];
  }

  /** The channel of this name. */
  channel(name: string): Channel {
    const channel = this.channels.find((candidate) => candidate.name === name);
    if (channel === undefined) throw new Error(`${this.name} has no channel #${name}`);
    return channel;
  }

  /** The member as somebody who acts. */
  member(userId: string): Person {
    const member = this.#guild.members.get(userId);
    if (member === undefined) throw new Error(`${this.name} has no member ${userId}`);
    return new Person(this.#world, this.#guild, member);
  }

  addMember({
    id,
    name,
    permissions = everyonePermissions,
    roles = [],
    locale,
    isOwner,
  }: MemberSetup): Person {
    const userId = id ?? this.#world.nextId();
    const known = this.#world.users.get(userId);
    const fresh = { id: userId, name, isBot: false, locale: locale ?? "en-US", acceptsDirectMessages: true };
    const user = known ?? fresh;
    this.#world.users.set(userId, user);
    this.#guild.members.set(userId, {
      user,
      permissions,
      roleIds: roles,
      joinedAt: new Date().toISOString(),
    });
    if (isOwner) this.#guild.ownerId = userId;
    return this.member(userId);
  }

  /** Gives a member other roles and, if named, other bits. */
  changeMember(userId: string, change: { roles?: string[]; permissions?: bigint }): void {
    const member = this.#guild.members.get(userId);
    if (member === undefined) throw new Error(`${this.name} has no member ${userId}`);
    member.roleIds = change.roles ?? member.roleIds;
    member.permissions = change.permissions ?? member.permissions;
  }

  addRole(name: string, permissions = 0n, id = this.#world.nextId()): Role {
    const role: Role = { id, name, permissions };
    this.#guild.roles.set(role.id, role);
    this.#tell("GUILD_ROLE_CREATE", { guild_id: this.id, role: renderRole(role) });
    return role;
  }

  /** What the bot may do in this guild. It has no role of its own here, so @everyone is given the same. */
  setBotPermissions(permissions: bigint): void {
    this.#guild.botPermissions = permissions;
    const role = { id: this.id, name: "@everyone", permissions };
    this.#guild.roles.set(this.id, role);
    this.#tell("GUILD_ROLE_UPDATE", { guild_id: this.id, role: renderRole(role) });
  }

  /** A channel of this type, see `channelType`; default text. */
  addChannel(name: string, type: number = channelType.text): Channel {
    const channel = createChannel(this.#world, this.id, { name, type });
    this.#tell("CHANNEL_CREATE", renderChannel(this.#world, channel));
    return channel;
  }

  /** Deletes a channel: from now on everything in it is 10003. */
  deleteChannel(channelId: string): void {
    const channel = this.#ownChannel(channelId);
    this.#world.channels.delete(channelId);
    if (this.#guild.systemChannelId === channelId) this.#guild.systemChannelId = undefined;
    this.#tell("CHANNEL_DELETE", renderChannel(this.#world, channel));
  }

  /** Takes bits from the bot in a channel: no `viewChannel` is 50001, no `sendMessages` 50013. 0n gives all back. */
  denyBot(channelId: string, bits: bigint = permission.viewChannel): void {
    const channel = this.#ownChannel(channelId);
    channel.deniedToBot = bits;
    this.#tell("CHANNEL_UPDATE", renderChannel(this.#world, channel));
  }

  #ownChannel(id: string): Channel {
    const channel = this.#world.channels.get(id);
    if (channel?.guildId !== this.id) throw new Error(`${this.name} has no channel ${id}`);
    return channel;
  }

  #tell(event: string, data: Record<string, unknown>): void {
    this.#world.dispatches.emit({ event, data, guildId: this.id, intent: intent.guilds });
  }
}
