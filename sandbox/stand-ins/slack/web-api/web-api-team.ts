import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { refuseByState } from "../refusal.ts";
import { isMember, type SlackUser, type Workspace } from "../workspace.ts";
import { flag, type MethodTable, readArgs } from "./web-api-method.ts";

const userArgs = z.object({ user: z.string(), include_locale: flag });

/** The user object of https://docs.slack.dev/reference/objects/user-object */
function renderUser(user: SlackUser, workspace: Workspace): JsonObject {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.tz,
    ...renderRights(user, workspace),
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    ...(isMember(workspace, user) ? {} : { is_stranger: !sharesChannel(workspace, user) }),
    ...(user.teams && { enterprise_user: renderEnterpriseUser(user, workspace) }),
    profile: { real_name: user.realName, display_name: user.name, team: user.teamId },
  };
}

/** Asked with the token of an organization, Slack says nothing of a workspace's own admins (slackapi/bolt-js#1566). */
function renderRights(user: SlackUser, { isOrgInstall = false }: Workspace): JsonObject {
  const { isAdmin, isOwner, isPrimaryOwner, isOrgAdmin = false } = user;
  if (isOrgInstall) return { is_admin: isOrgAdmin, is_owner: false, is_primary_owner: false };
  return { is_admin: isAdmin, is_owner: isOwner, is_primary_owner: isPrimaryOwner };
}

/** https://docs.slack.dev/reference/objects/user-object#enterprise-grid-user-objects */
function renderEnterpriseUser(
  { id, teams = [], isOrgAdmin = false }: SlackUser,
  { enterpriseId }: Workspace,
): JsonObject {
  return { id, enterprise_id: enterpriseId ?? "E0OTHER", is_admin: isOrgAdmin, is_owner: false, teams };
}

/** Of other workspaces' people Slack calls stranger only whom the app meets nowhere: https://docs.slack.dev/apis/slack-connect */
function sharesChannel({ channels }: Workspace, { id }: SlackUser): boolean {
  return [...channels.values()].some(({ hasBot, members }) => hasBot && members.has(id));
}

export const teamMethods: MethodTable = {
  "users.info": {
    scope: "users:read",
    run: ({ world, args }) => {
      const { user: id, include_locale: withLocale } = readArgs(userArgs, args);
      const user = world.workspace.users.get(id);
      if (user === undefined) throw refuseByState("user_not_found");
      const locale = withLocale === true ? { locale: user.locale } : {};
      return { user: { ...renderUser(user, world.workspace), ...locale } };
    },
  },
  "team.info": {
    scope: "team:read",
    run: ({ world }) => {
      const { teamId, name, domain } = world.workspace;
      return { team: { id: teamId, name, domain, url: `https://${domain}.slack.com/` } };
    },
  },
};
