import { responseAddress } from "../delivery/response-url.ts";
import type { JsonObject } from "../json.ts";
import { isMember, type SlackChannel, type SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { channelName, VERIFICATION_TOKEN } from "./payload-common.ts";

/** Slack encodes these three in command text. */
function encodeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

type Command = {
  readonly user: SlackUser;
  readonly channel: SlackChannel;
  readonly command: string;
  readonly text: string;
  /** The delivery's id, by which answers find back to it. */
  readonly delivery: string;
};

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export function commandPayload(world: World, given: Command): JsonObject {
  const { user, channel, delivery } = given;
  const { enterpriseId } = world.workspace;
  const target = { channel: channel.id, userId: user.id, delivery, messageTs: undefined };
  const url = world.responseUrls.issue(target);
  return {
    token: VERIFICATION_TOKEN,
    team_id: isMember(world.workspace, user) ? world.workspace.teamId : user.teamId,
    team_domain: world.workspace.domain,
    ...(enterpriseId !== undefined && { enterprise_id: enterpriseId, enterprise_name: "Persona Group" }),
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command: given.command,
    text: encodeText(given.text),
    api_app_id: world.workspace.appId,
    is_enterprise_install: "false",
    response_url: responseAddress(world, url.secret),
    trigger_id: world.triggers.issue(user.id).id,
  };
}
