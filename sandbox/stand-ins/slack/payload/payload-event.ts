import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import { VERIFICATION_TOKEN } from "./payload-common.ts";

/** https://docs.slack.dev/apis/events-api */
export function eventPayload(world: World, event: JsonObject): JsonObject {
  const { teamId, enterpriseId = null, appId, botUserId, isOrgInstall = false, channels } = world.workspace;
  const authorization = { enterprise_id: enterpriseId, team_id: teamId, user_id: botUserId, is_bot: true };
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    api_app_id: appId,
    event,
    type: "event_callback",
    event_id: world.ids.next("Ev"),
    event_time: Math.floor(world.clock() / 1000),
    authorizations: [{ ...authorization, is_enterprise_install: isOrgInstall }],
    is_ext_shared_channel: channels.get(String(event.channel))?.isExtShared ?? false,
  };
}
