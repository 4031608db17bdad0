import { findChannel, findGuild } from "../guild/channel-access.ts";
import {
  botMember,
  channelsOf,
  renderChannel,
  renderGuild,
  renderMember,
  renderRole,
} from "../guild/render-guild.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

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
    pattern: "/guilds/:guild/roles",
    handle: ({ world, param }) => ({
      status: 200,
      body: [...findGuild(world, param("guild")).roles.values()].map(renderRole),
    }),
  },
  { method: "GET", pattern: "/guilds/:guild/members/:user", handle: showMember },
  {
    method: "GET",
    pattern: "/channels/:channel",
    handle: ({ world, param }) => ({
      status: 200,
      body: renderChannel(world, findChannel(world, param("channel"))),
    }),
  },
];

function showMember({ world, param }: Call) {
  const guild = findGuild(world, param("guild"));
  if (param("user") === world.bot.id)
    return { status: 200, body: botMember(world.bot, new Date().toISOString()) };
  const member = guild.members.get(param("user"));
  if (member === undefined) throw new DiscordRefusal("unknownMember");
  return { status: 200, body: renderMember(member) };
}
