import { readTenantId, tenantIdOf } from "../../chat/member.ts";
import type { ConnectionWatch } from "../../chat/platform-trouble.ts";
import { commands } from "../../commands/all.ts";
import { type Bot, createBot } from "../../discord/bot.ts";
import { type KeptBot, keepConnected } from "./keep-connected.ts";
import type { PlatformOptions } from "./platform-options.ts";

/** The bot on Discord; undefined where it is not configured. */
export function keepDiscord(
  options: PlatformOptions,
  onGivenUp: (sentence: string) => void,
): KeptBot<Bot> | undefined {
  const { config, keys, events, log, state, dispatch } = options;
  const { discord } = config;
  if (!discord) return undefined;
  const tenantOf = (id: string) => tenantIdOf("discord", id);
  const create = (watch: ConnectionWatch): Bot => {
    const bot = createBot({
      ...discord,
      ...watch,
      log,
      state,
      dispatch,
      commands,
      sharing: options.shards,
      onEveryGuild(guildIds) {
        keys.setGuilds(guildIds.map(tenantOf));
        options.teamsKnown();
      },
      async onTenants({ guildIds, covers }) {
        const channelOf = (tenantId: string) => bot.systemChannelOf(readTenantId(tenantId)?.id ?? "");
        const isCovered = (tenantId: string) => covers(readTenantId(tenantId)?.id ?? "");
        await events.present("discord:", { tenantIds: guildIds.map(tenantOf), covers: isCovered }, channelOf);
      },
      async onGuildJoined({ id, systemChannelId }) {
        await events.joined(tenantOf(id), systemChannelId);
      },
      async onGuildLeft(id) {
        await events.left(tenantOf(id), "guild_delete");
      },
    });
    return bot;
  };
  return keepConnected({ platform: "discord", create, log, onGivenUp });
}
