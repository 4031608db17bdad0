import type { SandboxWorld as World } from "../../../sandbox/stand-ins/world.ts";
import type { Chat } from "./black-box-chat.ts";
import { createDiscordChat } from "./black-box-discord.ts";
import { createSlackChat } from "./black-box-slack.ts";

export const teams = ["first server", "second server", "workspace"] as const;
export type Team = (typeof teams)[number];

/** Stands in everything that a team has, and nowhere else. */
export const secrets: { [team in Team]: string } = {
  "first server": "Zanzibar",
  "second server": "Montevideo",
  workspace: "Reykjavik",
};

/** Who tries it, and on whom. */
export const trespasses = teams.flatMap((victim) =>
  teams.filter((team) => team !== victim).map((trespasser) => ({ victim, trespasser })),
);

/** Three teams share the operator's key and its account, so that only the tenant stands between them. */
export function shareOneAccount({ world: { discord, slack } }: { world: World }) {
  const [first] = discord.guilds;
  const second = discord.addGuild({ name: "Another server" });
  const tenants = [`discord:${first?.id}`, `discord:${second.id}`, `slack:${slack.workspace.teamId}`];
  return { TAVUS_API_KEY_TENANTS: tenants.join(",") };
}

/** An admin of this team. */
export function adminOf({ discord, slack }: World, team: Team): Chat {
  const [first, second] = discord.guilds;
  const guild = team === "first server" ? first : second;
  return team === "workspace" || !guild
    ? createSlackChat(slack, { isAdmin: true })
    : createDiscordChat(discord, { guild, isAdmin: true });
}
