import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import { readTenantId } from "../../chat/member.ts";
import type { Bot as DiscordBot } from "../../discord/bot.ts";
import type { HeldShard } from "../../discord/connection/connection.ts";
import type { Bot as SlackBot } from "../../slack/bot.ts";
import type { PlatformHealth } from "./connection-state.ts";
import type { PlatformOptions } from "./platform-options.ts";

type Options = PlatformOptions & {
  /** None of the platforms that are configured can work; all reasons, one a line. */
  onFatal(sentences: string): void;
};

export type Platforms = {
  /**
   * Starts all that are configured, each by itself. Resolves when each has made its first try, whatever came of it; one
   * that failed is tried again while that may help.
   */
  start(): Promise<void>;
  /** By the platform's name. */
  health(): { [platform: string]: PlatformHealth };
  /** The part of Discord's gateway that is held here; undefined: there is none. */
  shards(): HeldShard[] | undefined;
  /** Lets other processes take over what comes to this one; work goes on until they have, when it resolves. */
  drain(): Promise<void>;
  stopListening(): void;
  close(): Promise<void>;
  /** Undefined, here and below: the tenant's platform is not configured, or not known. */
  sendDirectFor(tenantId: string): SendDirect | undefined;
  channelsOf(tenantId: string): Channels | undefined;
  slackListener: SlackBot["httpListener"];
  discordListener: DiscordBot["httpListener"];
  /** Where people install the Slack app, if they may. */
  slackPages: SlackBot["pages"];
};

/**
 * The chat platforms that are configured: Discord, Slack, or both. Only their libraries are loaded: each takes a fifth of a
 * start, and of what an idle bot holds.
 */
export async function createPlatforms(options: Options): Promise<Platforms> {
  const { config } = options;
  const givenUp = new Map<string, string>();
  const onGivenUp = (platform: string) => (sentence: string) => {
    givenUp.set(platform, sentence);
    // Every mistake at once, so that the operator mends them in one go.
    if (givenUp.size === bots.length) options.onFatal([...givenUp.values()].join("\n"));
  };
  const [discord, slack] = await Promise.all([
    config.discord && import("./keep-discord.ts").then((it) => it.keepDiscord(options, onGivenUp("discord"))),
    (config.slack || config.slackInstall) &&
      import("./keep-slack.ts").then((it) => it.keepSlack(options, onGivenUp("slack"))),
  ]);
  const bots = [discord, slack].filter((bot) => bot !== undefined);
  return {
    async start() {
      await Promise.all(bots.map((bot) => bot.start()));
    },
    health: () => ({
      ...(discord && { discord: discord.health() }),
      ...(slack && { slack: slack.health() }),
    }),
    shards: () => discord?.current().shards?.(),
    drain: async () => discord?.current().drain(),
    stopListening() {
      for (const bot of bots) bot.stopListening();
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.close()));
    },
    // Asked for anew each time: a bot that has failed is replaced.
    ...createRoutes({
      get discord() {
        return discord?.current();
      },
      get slack() {
        return slack?.current();
      },
    }),
    discordListener:
      discord?.current().httpListener && ((...call) => discord.current().httpListener?.(...call)),
    slackListener: slack?.current().httpListener && ((...call) => slack.current().httpListener?.(...call)),
    slackPages: slack?.current().pages && ((...call) => slack.current().pages?.(...call)),
  };
}

/** The way to a team and its people, by the platform that its id names. */
export function createRoutes(bots: {
  readonly discord: Pick<DiscordBot, "sendDirect" | "channelsOf"> | undefined;
  readonly slack: Pick<SlackBot, "sendDirectFor" | "channelsOf"> | undefined;
}): Pick<Platforms, "sendDirectFor" | "channelsOf"> {
  return {
    sendDirectFor(tenantId) {
      const tenant = readTenantId(tenantId);
      if (!tenant) return undefined;
      return tenant.platform === "slack" ? bots.slack?.sendDirectFor(tenant.id) : bots.discord?.sendDirect;
    },
    channelsOf(tenantId) {
      const tenant = readTenantId(tenantId);
      return tenant && bots[tenant.platform]?.channelsOf(tenant.id);
    },
  };
}
