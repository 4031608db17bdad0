import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import { tenantIdOf } from "../chat/member.ts";
import { commands } from "../commands/all.ts";
import type { Config } from "../config.ts";
import type { StateStore } from "../database/state-store.ts";
import { createBot as createDiscordBot, type Bot as DiscordBot } from "../discord/bot.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { createBot as createSlackBot, type Bot as SlackBot } from "../slack/bot.ts";
import type { TenantKeys } from "../tenants/keys.ts";

type PlatformOptions = {
  config: Config;
  log: Log;
  onFatal(sentence: string): void;
  state: StateStore;
  keys: TenantKeys;
  dispatch: Dispatch;
};

export type Platforms = {
  /** All that are configured, at the same time. */
  start(): Promise<void>;
  stopListening(): void;
  close(): Promise<void>;
  sendDirectFor(tenantId: string): SendDirect | undefined;
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
    sendDirectFor: (tenantId) => (tenantId.startsWith("slack:") ? slack : discord)?.sendDirect,
    slackListener: slack?.httpListener,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createDiscord({ config, keys, ...shared }: PlatformOptions): DiscordBot | undefined {
  if (!config.discord) return undefined;
  const guilds = new Set<string>();
  const tellKeys = () => keys.setGuilds([...guilds].map((id) => tenantIdOf("discord", id)));
  return createDiscordBot({
    ...config.discord,
    ...shared,
    commands,
    onTenants({ guildIds }) {
      guilds.clear();
      for (const id of guildIds) guilds.add(id);
      tellKeys();
    },
    onGuildJoined(id) {
      guilds.add(id);
      tellKeys();
    },
    onGuildLeft(id) {
      guilds.delete(id);
      tellKeys();
    },
  });
}

function createSlack({ config, keys, ...shared }: PlatformOptions): SlackBot | undefined {
  if (!config.slack) return undefined;
  const { mode, ...slack } = config.slack;
  const publicUrl = config.publicUrl ? { publicUrl: config.publicUrl } : {};
  return createSlackBot({
    ...slack,
    ...shared,
    mode: mode.kind === "http" ? { ...mode, ...publicUrl } : mode,
    commands,
    onTenants({ teamIds }) {
      for (const id of teamIds) keys.setWorkspace(tenantIdOf("slack", id));
    },
  });
}
