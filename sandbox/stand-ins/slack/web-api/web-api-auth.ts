import type { MethodTable } from "./web-api-method.ts";

export const authMethods: MethodTable = {
  "auth.test": {
    run: ({ world }) => {
      const { domain, name, teamId, enterpriseId, isOrgInstall = false } = world.workspace;
      const { botUserId, botId, users } = world.workspace;
      return {
        url: `https://${domain}.slack.com/`,
        team: name,
        user: users.get(botUserId)?.name,
        team_id: isOrgInstall ? enterpriseId : teamId,
        ...(enterpriseId !== undefined && { enterprise_id: enterpriseId }),
        user_id: botUserId,
        bot_id: botId,
        is_enterprise_install: isOrgInstall,
      };
    },
  },
  "bots.info": {
    scope: "users:read",
    run: ({ world }) => {
      const { appId, botAppId, botId, botUserId, users } = world.workspace;
      return {
        bot: { id: botId, app_id: botAppId ?? appId, user_id: botUserId, name: users.get(botUserId)?.name },
      };
    },
  },
  "apps.connections.open": {
    token: "app",
    run: ({ world }) => {
      const ticket = world.ids.secret();
      world.tickets.add(ticket);
      return { url: `${world.baseUrl.replace("http", "ws")}/link/?ticket=${ticket}` };
    },
  },
};
