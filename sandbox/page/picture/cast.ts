import type { GuildHandle } from "../../stand-ins/discord/guild/guild-handle.ts";
import { everyonePermissions, permission } from "../../stand-ins/discord/guild/permissions.ts";
import { defaultScopes } from "../../stand-ins/slack/stand-in.ts";
import type { SandboxWorld, SandboxWorldOptions } from "../../stand-ins/world.ts";

/** Fixed ids: what the bot has stored about a server, a channel or a person still holds at the next start. */
const guilds = [
  {
    id: "1100000000000000001",
    name: "Persona Studio",
    channels: [
      { id: "1200000000000000001", name: "general" },
      { id: "1200000000000000002", name: "personas" },
      { id: "1200000000000000003", name: "warnings" },
    ],
    managersId: "1300000000000000001",
  },
  {
    id: "1100000000000000002",
    name: "Museum of Voices",
    channels: [
      { id: "1200000000000000011", name: "general" },
      { id: "1200000000000000012", name: "exhibits" },
      { id: "1200000000000000013", name: "warnings" },
    ],
    managersId: "1300000000000000002",
  },
] as const;

const people = { alice: "1400000000000000001", max: "1400000000000000002", mia: "1400000000000000003" };
const teamId = "T0SANDBOX";

export const managersRole = "Persona managers";

/** A server's shard follows from its id: of two shards, this one's is the other than its neighbour's. */
const museumElsewhere = "1100000000004194306";

/** The world of the page: two Discord servers and a Slack workspace, all served by the operator's Tavus key. */
export function castOptions(isSharded: boolean): SandboxWorldOptions {
  const cast = isSharded ? [guilds[0], { ...guilds[1], id: museumElsewhere }] : guilds;
  return {
    discord: {
      applicationId: "1000000000000000001",
      token: "made-up.sandbox-discord-token",
      guilds: cast.map(({ id, name, channels }) => ({
        id,
        name,
        channels: [...channels],
        systemChannel: "general",
      })),
      ...(isSharded && { gateway: { shards: 2 } }),
    },
    slack: {
      scopes: [...defaultScopes, "links:read", "links:write"],
      workspace: {
        teamId,
        name: "Northlight Films",
        domain: "northlight-films",
        unfurlDomains: ["personas.example"],
      },
    },
    keyTenants: [...cast.map(({ id }) => `discord:${id}`), `slack:${teamId}`],
  };
}

/** Puts the people into the Discord servers; those of the Slack workspace are there already. */
export function seatMembers({ discord }: SandboxWorld): void {
  for (const guild of discord.guilds) {
    const managersId = guilds.find(({ name }) => name === guild.name)?.managersId;
    seatIn(guild, managersId);
  }
}

function seatIn(guild: GuildHandle, managersId: string | undefined): void {
  const managers = guild.addRole(managersRole, 0n, managersId);
  const mayManage = everyonePermissions | permission.manageGuild;
  guild.addMember({ id: people.alice, name: "alice", permissions: mayManage });
  guild.addMember({ id: people.max, name: "max", roles: [managers.id] });
  guild.addMember({ id: people.mia, name: "mia" });
}
