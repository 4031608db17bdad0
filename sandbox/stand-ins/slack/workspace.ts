import { defaultChannels, defaultUsers } from "./workspace-seed.ts";

/** Somebody in Slack. The driver may change the flags at any time. */
export type SlackUser = {
  readonly id: string;
  name: string;
  realName: string;
  /** As Slack names it: of an organization's people the organization, or any workspace of theirs. */
  teamId: string;
  /** The workspaces of the organization that somebody of one is in. */
  teams?: readonly string[];
  isAdmin: boolean;
  isOwner: boolean;
  isPrimaryOwner: boolean;
  /** Of the organization that the workspace is part of. */
  isOrgAdmin?: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isBot: boolean;
  deleted: boolean;
  tz: string;
  locale: string;
};

/** A conversation. The driver may archive it, put the bot in or out, or share it with others, at any time. */
export type SlackChannel = {
  readonly id: string;
  name: string;
  /** `im` and `mpim` are direct messages of two people, or of a few. */
  readonly kind: "public" | "private" | "im" | "mpim";
  isArchived: boolean;
  hasBot: boolean;
  /** Slack Connect: another company is in it, or was asked to be. */
  isExtShared: boolean;
  isPendingExtShared: boolean;
  /** Other workspaces of the organization are in it. */
  isOrgShared: boolean;
  readonly members: Set<string>;
};

export type Workspace = {
  readonly teamId: string;
  readonly name: string;
  readonly domain: string;
  /** The organization that the workspace is part of. */
  enterpriseId?: string;
  /** The bot token is of that whole organization. */
  isOrgInstall?: boolean;
  readonly appId: string;
  /** The app of the bot token, where that is another one than the app-level token's. */
  botAppId?: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly users: Map<string, SlackUser>;
  readonly channels: Map<string, SlackChannel>;
  /** The domains whose links the app gives previews of, as its manifest names them. */
  readonly unfurlDomains: string[];
};

export type UserSeed = Partial<SlackUser> & Pick<SlackUser, "id">;
export type ChannelSeed = Partial<Omit<SlackChannel, "members">> &
  Pick<SlackChannel, "id"> & { readonly members?: readonly string[] };

/** What differs from the workspace that stands ready; `users` and `channels` are added to its own. */
export type WorkspaceSeed = Partial<
  Pick<Workspace, "teamId" | "name" | "domain" | "enterpriseId" | "isOrgInstall">
> & {
  readonly users?: readonly UserSeed[];
  readonly channels?: readonly ChannelSeed[];
  /** Default: none. The app is told of their links with the scope links:read. */
  readonly unfurlDomains?: readonly string[];
  /** Stands in all ids, so that no two workspaces have one in common. */
  readonly tag?: string;
};

function createUser(teamId: string, seed: UserSeed): SlackUser {
  const name = seed.name ?? seed.id.toLowerCase();
  const flags = { isAdmin: false, isOwner: false, isPrimaryOwner: false };
  const limits = { isRestricted: false, isUltraRestricted: false, isBot: false, deleted: false };
  return { name, realName: name, teamId, ...flags, ...limits, tz: "Europe/London", locale: "en-GB", ...seed };
}

function createChannel(everyone: readonly string[], seed: ChannelSeed): SlackChannel {
  const { members, ...rest } = seed;
  const defaults = { name: seed.id.toLowerCase(), kind: "public", isArchived: false, hasBot: true } as const;
  const sharing = { isExtShared: false, isPendingExtShared: false, isOrgShared: false };
  return { ...defaults, ...sharing, ...rest, members: new Set(members ?? everyone) };
}

/** A workspace with an admin, an owner, members, guests, a stranger, and channels of every kind. */
export function createWorkspace(seed: WorkspaceSeed = {}): Workspace {
  const teamId = seed.teamId ?? "T0SANDBOX";
  const idOf = (id: string) => (seed.tag === undefined ? id : id.replace(/^(.)0/, `$10${seed.tag}`));
  const bot = { id: "U0BOT", name: "personaforge", realName: "PersonaForge", isBot: true };
  const users = [bot, ...defaultUsers, ...(seed.users ?? [])].map((user) =>
    createUser(teamId, { ...user, id: idOf(user.id) }),
  );
  const everyone = users.filter((user) => !user.isBot).map((user) => user.id);
  const channels = [...defaultChannels, ...(seed.channels ?? [])].map((channel) =>
    createChannel(everyone, { ...channel, id: idOf(channel.id) }),
  );
  return {
    teamId,
    name: seed.name ?? "Persona Studio",
    domain: seed.domain ?? "persona-studio",
    ...(seed.enterpriseId !== undefined && { enterpriseId: seed.enterpriseId }),
    ...(seed.isOrgInstall !== undefined && { isOrgInstall: seed.isOrgInstall }),
    appId: "A0SANDBOX",
    botUserId: idOf(bot.id),
    botId: idOf("B0BOT"),
    users: new Map(users.map((user) => [user.id, user])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    unfurlDomains: [...(seed.unfurlDomains ?? [])],
  };
}

/** Whether somebody is of the workspace, and not only in a channel that it shares with others. */
export function isMember({ teamId }: Workspace, user: SlackUser): boolean {
  return user.teamId === teamId || user.teams?.includes(teamId) === true;
}

/** The direct message channel of the bot and a person; it comes into being when first asked for. */
export function directChannel(workspace: Workspace, userId: string): SlackChannel {
  const id = `D${userId.slice(1)}`;
  const existing = workspace.channels.get(id);
  if (existing !== undefined) return existing;
  const members = [userId, workspace.botUserId];
  const channel = createChannel(members, { id, name: "directmessage", kind: "im" });
  workspace.channels.set(id, channel);
  return channel;
}
