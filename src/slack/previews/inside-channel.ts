import { judgeFailure } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";

/**
 * Whether everybody who reads a channel is of the workspace. What cannot be known is not so: Slack hides private channels
 * that the bot is not in, and direct messages from an app that has no scope for them.
 * https://docs.slack.dev/reference/objects/conversation-object
 */
export async function isInsideWorkspace(client: SlackClient, channelId: string): Promise<boolean> {
  try {
    const { channel } = await client.conversations.info({ channel: channelId });
    if (!channel || channel.is_im || channel.is_mpim) return false;
    const { is_shared, is_ext_shared, is_org_shared, is_pending_ext_shared } = channel;
    return !(is_shared || is_ext_shared || is_org_shared || is_pending_ext_shared);
  } catch (error) {
    // Rejects where the failure is one of ours.
    judgeFailure(error);
    return false;
  }
}
