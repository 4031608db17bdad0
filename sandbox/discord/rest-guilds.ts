import { findChannel, findGuild } from "./channel-access.ts";
import { channelsOf, renderChannel, renderGuild } from "./render-guild.ts";
import type { Route } from "./route.ts";

/** Guilds and channels, read only: people shape them, the bot does not. */
export const guildRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/guilds/:guild",
    handle: ({ world, param }) => ({ status: 200, body: renderGuild(findGuild(world, param("guild"))) }),
  },
  {
    method: "GET",
    pattern: "/guilds/:guild/channels",
    handle: ({ world, param }) => {
      const guild = findGuild(world, param("guild"));
      return {
        status: 200,
        body: channelsOf(world, guild.id).map((channel) => renderChannel(world, channel)),
      };
    },
  },
  {
    method: "GET",
    pattern: "/channels/:channel",
    handle: ({ world, param }) => ({
      status: 200,
      body: renderChannel(world, findChannel(world, param("channel"))),
    }),
  },
];
