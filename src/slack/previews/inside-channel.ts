import type { webApi } from "@slack/bolt";
import type { Home } from "../membership.ts";
import { judgeFailure } from "../slack-error.ts";
import type { Workspace } from "../workspaces/workspace.ts";

type Channel = NonNullable<webApi.ConversationsInfoResponse["channel"]>;

/**
 * Whether everybody who reads a channel is of the workspace. What cannot be known is not so: Slack hides private channels
 * that the bot is not in, and direct messages from an app that has no scope for them.
 * https://docs.slack.dev/reference/objects/conversation-object
 */
export async function isInsideWorkspace(
  { clients, home }: Pick<Workspace, "clients" | "home">,
  channelId: string,
): Promise<boolean> {
  try {
    const { channel } = await clients.repeatable.conversations.info({ channel: channelId });
    return channel !== undefined && !isForOthers(channel) && teamsOf(channel).every((id) => isOurs(id, home));
  } catch (error) {
    // Rejects where the failure is one of ours.
    judgeFailure(error);
    return false;
  }
}

function isForOthers(channel: Channel): boolean {
  const { is_im, is_mpim, is_shared, is_ext_shared, is_pending_ext_shared } = channel;
  const { is_org_shared, is_global_shared, is_org_default, is_org_mandatory } = channel;
  const direct = is_im || is_mpim;
  const outside = is_shared || is_ext_shared || is_pending_ext_shared;
  return Boolean(
    direct || outside || is_org_shared || is_global_shared || is_org_default || is_org_mandatory,
  );
}

/** Everybody whose the channel is, or is about to be: a token of an organization reads those of all its workspaces. */
function teamsOf(channel: Channel): string[] {
  const { context_team_id, conversation_host_id, shared_team_ids, internal_team_ids } = channel;
  const { connected_team_ids, connected_limited_team_ids, pending_connected_team_ids, pending_shared } =
    channel;
  return [
    ...[context_team_id ?? [], conversation_host_id ?? []],
    ...[shared_team_ids ?? [], internal_team_ids ?? []],
    ...[connected_team_ids ?? [], connected_limited_team_ids ?? []],
    ...[pending_connected_team_ids ?? [], pending_shared ?? []],
  ].flat();
}

/** Of an unshared channel Slack may name the organization beside the workspace. */
function isOurs(id: string, { teamId, enterpriseId }: Home): boolean {
  return id === "" || id === teamId || id === enterpriseId;
}
