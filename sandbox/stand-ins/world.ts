import { createDiscordStandIn, type DiscordStandInOptions } from "./discord/server.ts";
import type { DiscordStandIn } from "./discord/stand-in.ts";
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from "./slack/stand-in.ts";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandIn,
  type TavusStandInOptions,
} from "./tavus/stand-in.ts";

/** The three services the bot talks to, on this machine. */
export type SandboxWorld = {
  discord: DiscordStandIn;
  slack: SlackStandIn;
  tavus: TavusStandIn;
  /** What the bot needs in its environment to take them for the real ones. */
  env: Record<string, string>;
  close(): Promise<void>;
};

export type SandboxWorldOptions = {
  /** Default: one guild, "Sandbox server". */
  discord?: DiscordStandInOptions;
  slack?: SlackStandInOptions;
  tavus?: TavusStandInOptions;
  /** Whom the operator's Tavus key serves, as in `TAVUS_API_KEY_TENANTS`. Default: as the bot decides without it. */
  keyTenants?: readonly string[];
};

/** Starts the stand-ins. `databaseUrl` is where the bot keeps its data, as in `DATABASE_URL`. */
export async function createSandboxWorld(
  databaseUrl: string,
  { discord: discordOptions, slack: slackOptions, tavus: tavusOptions, keyTenants }: SandboxWorldOptions = {},
): Promise<SandboxWorld> {
  const [discord, slack, tavus] = await Promise.all([
    createDiscordStandIn(discordOptions ?? { guilds: [{ name: "Sandbox server" }] }),
    createSlackStandIn(slackOptions),
    createTavusStandIn(tavusOptions),
  ]);
  const previewDomains = slack.workspace.unfurlDomains;
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    SLACK_BOT_TOKEN: slack.credentials.botToken,
    SLACK_APP_TOKEN: slack.credentials.appToken,
    SLACK_API_URL: slack.apiUrl,
    TAVUS_API_KEY: defaultTavusKey,
    TAVUS_API_URL: tavus.url,
    DATABASE_URL: databaseUrl,
    // The same at every start, so that what one start has encrypted the next one can read.
    ENCRYPTION_KEY: Buffer.alloc(32, "sandbox").toString("base64"),
    ...(previewDomains.length > 0 && { SLACK_PREVIEW_DOMAINS: previewDomains.join(",") }),
    ...(keyTenants && { TAVUS_API_KEY_TENANTS: keyTenants.join(",") }),
  };
  return {
    discord,
    slack,
    tavus,
    env,
    async close() {
      await Promise.all([discord.close(), slack.close(), tavus.close()]);
    },
  };
}
