import type { Channels } from "../chat/channels.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import { type Platform, readTenantId, tenantIdOf } from "../chat/member.ts";
import { commands } from "../commands/all.ts";
import type { Config } from "../config.ts";
import type { StateStore } from "../database/team/state-store.ts";
import { createBot as createDiscordBot, type Bot as DiscordBot } from "../discord/bot.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { createBot as createSlackBot, type Bot as SlackBot } from "../slack/bot.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { TeamEvents } from "./team-events.ts";

type PlatformOptions = {
  config: Config;
  log: Log;
  onFatal(sentence: string): void;
  state: StateStore;
  keys: TenantKeys;
  events: TeamEvents;
  dispatch: Dispatch;
};

export type Platforms = {
  /** All that are configured, at the same time. */
  start(): Promise<void>;
  stopListening(): void;
  close(): Promise<void>;
  /** Undefined, here and below: the tenant's platform is not configured, or not known. */
  sendDirectFor(tenantId: string): SendDirect | undefined;
  channelsOf(tenantId: string): Channels | undefined;
  slackListener: SlackBot["httpListener"];
};

/** The chat platforms that are configured: Discord, Slack, or both. */
export function createPlatforms(options: PlatformOptions): Platforms {
  const discord = createDiscord(options);
  const slack = createSlack(options);
  const bots = [discord, slack].filter((bot) => bot !== undefined);
  return {
    async start() {
      const starts = await Promise.allSettled(bots.map((bot) => bot.start()));
      const reasons: unknown[] = starts.flatMap((start) =>
        start.status === "rejected" ? [start.reason] : [],
      );
      const [first] = reasons;
      if (reasons.length === 1) throw first;
      // Every mistake at once, so that the operator mends them in one go.
      if (reasons.length > 1) throw new OutsideError(reasons.map(messageOf).join("\n"), { cause: first });
    },
    stopListening() {
      for (const bot of bots) bot.stopListening();
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.close()));
    },
    ...createRoutes({ discord, slack }),
    slackListener: slack?.httpListener,
  };
}

/** The way to a team and its people, by the platform that its id names. */
export function createRoutes(
  bots: {
    [platform in Platform]: Pick<DiscordBot, "sendDirect" | "channelsOf"> | undefined;
  },
): Pick<Platforms, "sendDirectFor" | "channelsOf"> {
  return {
    sendDirectFor(tenantId) {
      const tenant = readTenantId(tenantId);
      return tenant && bots[tenant.platform]?.sendDirect;
    },
    channelsOf(tenantId) {
      const tenant = readTenantId(tenantId);
      return tenant && bots[tenant.platform]?.channelsOf(tenant.id);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createDiscord({ config, keys, events, ...shared }: PlatformOptions): DiscordBot | undefined {
  if (!config.discord) return undefined;
  const guilds = new Set<string>();
  const tenantOf = (id: string) => tenantIdOf("discord", id);
  const tellKeys = () => keys.setGuilds([...guilds].map(tenantOf));
  const bot = createDiscordBot({
    ...config.discord,
    ...shared,
    commands,
    async onTenants({ guildIds }) {
      guilds.clear();
      for (const id of guildIds) guilds.add(id);
      tellKeys();
      const channelOf = (tenantId: string) => bot.systemChannelOf(readTenantId(tenantId)?.id ?? "");
      await events.present("discord:", guildIds.map(tenantOf), channelOf);
    },
    async onGuildJoined({ id, systemChannelId }) {
      guilds.add(id);
      tellKeys();
      await events.joined(tenantOf(id), systemChannelId);
    },
    async onGuildLeft(id) {
      guilds.delete(id);
      tellKeys();
      await events.left(tenantOf(id), "guild_delete");
    },
  });
  return bot;
}

function createSlack({ config, keys, events, ...shared }: PlatformOptions): SlackBot | undefined {
  if (!config.slack) return undefined;
  let workspace = "";
  const { mode, ...slack } = config.slack;
  const publicUrl = config.publicUrl ? { publicUrl: config.publicUrl } : {};
  return createSlackBot({
    ...slack,
    ...shared,
    mode: mode.kind === "http" ? { ...mode, ...publicUrl } : mode,
    commands,
    async onTenants({ teamIds }) {
      for (const id of teamIds) {
        workspace = id;
        keys.setWorkspace(tenantIdOf("slack", id));
        await events.joined(tenantIdOf("slack", id), undefined);
      }
    },
    onRemoved: (teamId, because) => events.left(tenantIdOf("slack", teamId), because),
    onHome: (userId) => events.opened(tenantIdOf("slack", workspace), userId),
  });
}
