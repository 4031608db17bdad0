import { z } from "zod";

/** A person as users.info describes them: https://docs.slack.dev/reference/objects/user-object */
export const userSchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  /** Empty where somebody has chosen no name of their own. */
  profile: z
    .object({ display_name: z.string().nullish(), team: z.string().nullish() })
    .nullish()
    .catch(undefined),
  team_id: z.string().nullish(),
  is_bot: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  is_primary_owner: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  locale: z.string().nullish(),
  /** Of an organization alone: every workspace of it that the person is in. */
  teams: z.array(z.string()).nullish(),
  enterprise_id: z.string().nullish(),
  enterprise_user: z
    .object({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
    .nullish(),
});

export type SlackUser = z.infer<typeof userSchema>;

/** The bot's workspace, and the organization it is part of, if any. */
export type Home = { teamId: string; enterpriseId: string | undefined };

/** Slack's own bot, which `is_bot` does not say of it. */
const slackbot = "USLACKBOT";

/**
 * Whether the workspace has this person; undefined: what Slack says does not show it. What a machine posts, somebody outside
 * may have written. `team_id` alone does not tell: of an
 * organization's people it names the organization, or another of their workspaces (slackapi/bolt-js#1875). Nor does
 * `is_stranger`, which is false for people of other companies in a shared channel:
 * https://docs.slack.dev/apis/slack-connect
 */
export function isOfWorkspace(user: SlackUser, { teamId, enterpriseId }: Home): boolean | undefined {
  if (user.is_stranger || user.deleted || isMachine(user)) return false;
  if (user.team_id === teamId) return true;
  const teams = user.enterprise_user?.teams ?? user.teams;
  if (teams) return teams.includes(teamId);
  const organization = user.enterprise_user?.enterprise_id;
  const named = [organization, user.team_id].filter((id) => id != null);
  if (named.length === 0) return enterpriseId === undefined && namesNoOther(user, teamId) ? true : undefined;
  return enterpriseId !== undefined && named.includes(enterpriseId);
}

/** Of an organization's people, of another one too, Slack leaves `team_id` out and says this (looker/lookerbot#184). */
function namesNoOther({ enterprise_user, enterprise_id, profile }: SlackUser, teamId: string): boolean {
  return enterprise_user == null && enterprise_id == null && (profile?.team ?? teamId) === teamId;
}

export function isMachine({ id, is_bot }: SlackUser): boolean {
  return is_bot === true || id === slackbot;
}
