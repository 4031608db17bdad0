import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { refuseByState } from "../refusal.ts";
import type { SlackUser } from "../workspace.ts";
import { flag, type MethodTable, readArgs } from "./web-api-method.ts";

const userArgs = z.object({ user: z.string(), include_locale: flag });

/** The user object of https://docs.slack.dev/reference/objects/user-object */
function renderUser(user: SlackUser, homeTeamId: string): JsonObject {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.tz,
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_primary_owner: user.isPrimaryOwner,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.teamId === homeTeamId ? {} : { is_stranger: true }),
    profile: { real_name: user.realName, display_name: user.name, team: user.teamId },
  };
}

export const teamMethods: MethodTable = {
  "users.info": {
    scope: "users:read",
    run: ({ world, args }) => {
      const { user: id, include_locale: withLocale } = readArgs(userArgs, args);
      const user = world.workspace.users.get(id);
      if (user === undefined) throw refuseByState("user_not_found");
      const locale = withLocale === true ? { locale: user.locale } : {};
      return { user: { ...renderUser(user, world.workspace.teamId), ...locale } };
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
