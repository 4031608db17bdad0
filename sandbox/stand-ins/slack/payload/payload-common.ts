import type { JsonObject } from "../json.ts";
import type { SlackChannel, SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";

/** The legacy verification token that every payload still carries. */
export const VERIFICATION_TOKEN = "sandbox-verification-token";

/** How payloads name a channel that is not public. */
export function channelName(channel: SlackChannel): string {
  if (channel.kind === "im") return "directmessage";
  return channel.kind === "private" ? "privategroup" : channel.name;
}

/** What all interactions have in common. */
export function interaction(world: World, user: SlackUser): JsonObject {
  const { teamId, domain, appId, enterpriseId, isOrgInstall = false } = world.workspace;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: appId,
    token: VERIFICATION_TOKEN,
    team: { id: teamId, domain, ...(enterpriseId !== undefined && { enterprise_id: enterpriseId }) },
    enterprise: enterpriseId === undefined ? null : { id: enterpriseId, name: "Persona Group" },
    is_enterprise_install: isOrgInstall,
  };
}
