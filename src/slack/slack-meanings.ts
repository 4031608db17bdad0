import {
  app,
  channel,
  means,
  mistake,
  nothing,
  original,
  other,
  team,
  text,
  update,
  wait,
} from "../chat/meanings.ts";
import type { Meaning } from "../chat/refusal.ts";

const apps = "https://api.slack.com/apps";
/** For who runs it for many workspaces. */
const byPeople = "Where people install the app themselves, let them do so again at PUBLIC_URL/slack/install.";
const install = `Install the app again at ${apps} (Install App), and put its new Bot User OAuth Token into SLACK_BOT_TOKEN. ${byPeople}`;
const paste = `Run npm run -s slack:manifest, paste it at ${apps} under App Manifest, and install the app to the workspace again.`;
export const status = `Look at https://slack-status.com. ${wait}`;
const copyBot = `Copy the Bot User OAuth Token again from OAuth & Permissions at ${apps} into SLACK_BOT_TOKEN. Or install the app again there. ${byPeople}`;
const posters =
  "Let me post there (channel settings, Posting permissions), or choose another channel with /persona-setup.";

const lostToken = (cause: string): Meaning => means("token", "operator")(cause, copyBot);
const person = (cause: string): Meaning => means("person", "nobody")(cause, nothing);
const over = (cause: string, remedy = nothing): Meaning => means("interaction", "nobody")(cause, remedy);
export const passing = (cause: string, remedy = wait): Meaning => ({
  ...means("app", "nobody")(cause, remedy),
  passes: true,
});

/**
 * What Slack's error codes mean for the calls the bot makes, and what can be done. One that stands in no line is a
 * refusal: only `passing` passes by itself.
 * https://docs.slack.dev/reference/methods/auth.test#errors and the same part of every method's page
 */
export const meanings: { [code: string]: Meaning } = {
  not_enabled: means("app", "operator")("The Slack app has no Home tab", paste),
  // What passes.
  fatal_error: passing("Slack failed inside", status),
  internal_error: passing("Slack failed inside", status),
  service_unavailable: passing("Slack is out of order", status),
  request_timeout: passing("Slack did not read the call in time", status),
  update_failed: passing("Slack failed inside", status),
  file_update_failed: passing("Slack failed inside", status),
  rollup_error: passing("Slack failed inside", status),
  ratelimited: passing("Slack asks for a pause"),
  rate_limited: passing("Slack asks for a pause"),
  message_limit_exceeded: passing("the workspace sends too many messages"),
  external_channel_migrating: passing("the channel is being moved to another workspace"),
  team_added_to_org: passing("the workspace moves into an organization", `It ends by itself. ${wait}`),
  unreachable: passing("Slack could not be reached", "Check the network, or SLACK_API_URL."),
  too_many_websockets: passing(
    "more than ten connections of this app are open",
    "Stop other programs that run with this SLACK_APP_TOKEN. I connect again by myself.",
  ),
  // The app and its tokens.
  account_inactive: lostToken("the app was removed from the workspace, or the workspace is gone"),
  invalid_auth: lostToken("Slack does not know the token, or does not take it from this machine's address"),
  not_authed: lostToken("no token came with the call"),
  token_expired: lostToken("the token has expired"),
  token_revoked: lostToken("the token was revoked"),
  invalid_refresh_token: lostToken("the token has ended, and Slack gives no other one for it"),
  user_removed_from_team: lostToken("my user was removed from the workspace"),
  bot_not_found: lostToken("my user does not exist any more"),
  is_bot: app("a bot may not do that", update),
  not_allowed_token_type: app(
    "it is a token of another kind",
    `SLACK_BOT_TOKEN must be the Bot User OAuth Token (xoxb-), SLACK_APP_TOKEN an app-level token (xapp-) of the same app. Both are at ${apps}.`,
  ),
  missing_scope: app("the app lacks a scope", paste),
  no_permission: app("the app may not do that", paste),
  as_user_not_supported: app("the app may not post as somebody else", update),
  messages_tab_disabled: app("the app's Messages tab is switched off", paste),
  link_disabled: app(
    "Socket Mode is switched off for the app",
    `Switch it on at ${apps} under Socket Mode, and start again.`,
  ),
  invalid_trigger_id: app(
    "the form belongs to another app",
    `SLACK_BOT_TOKEN and SLACK_APP_TOKEN are of two apps: copy both from one app at ${apps}.`,
  ),
  two_factor_setup_required: app(
    "the workspace wants two-factor authentication of whoever installed the app",
    `Let them set it up, or let somebody else install the app. ${install}`,
  ),
  enterprise_is_restricted: app(
    "Slack does not allow that call from an organization",
    `Install the app to one workspace of the organization: ${apps}.`,
  ),
  forbidden_team: app(
    "the workspace may not use Socket Mode",
    "Let Slack reach me over HTTP: set SLACK_SIGNING_SECRET, PORT and PUBLIC_URL.",
  ),
  org_login_required: app(
    "the workspace is being moved into an organization",
    "Wait until that is over, then install the app again.",
  ),
  team_access_not_granted: app(
    "the app is not installed to that workspace",
    `In your organization's settings, add the app to the workspace, or install it there. ${install}`,
  ),
  team_not_found: app("Slack does not know the workspace", `Check SLACK_BOT_TOKEN. ${install}`),
  cannot_unfurl_url: app("the app has not registered the link's domain", paste),
  // What the workspace allows.
  access_denied: team(
    "the workspace does not let the app do that",
    "Ask an admin of the workspace to allow the app.",
  ),
  accesslimited: team(
    "the workspace allows calls from some networks only",
    "Ask an admin of the workspace to allow this machine's address, the one that I run on.",
  ),
  ekm_access_denied: team(
    "the workspace's admins have suspended posting",
    "Ask an admin of the workspace to end that.",
  ),
  team_disabled: team("the workspace is disabled", "Ask an owner of the workspace."),
  file_uploads_disabled: text("the workspace allows no files", "Allow them in the workspace's settings."),
  file_upload_size_restricted: text(
    "the workspace allows small files only",
    "Allow larger ones in the workspace's settings.",
  ),
  storage_limit_reached: text(
    "the workspace has no room for more files",
    "Delete old files, or upgrade the workspace's plan.",
  ),
  // A channel.
  channel_not_found: channel(
    "the channel is gone, or private and I am not in it",
    "Invite me to it, or choose another one with /persona-setup.",
  ),
  cannot_find_channel: channel("the channel is gone, or private and I am not in it", other),
  invalid_channel: channel("the channel is gone, or private and I am not in it", other),
  is_archived: channel("the channel is archived", "Choose another one with /persona-setup."),
  channel_is_archived: channel("the channel is archived", "Choose another one with /persona-setup."),
  action_prohibited: channel("the workspace lets no app post there", posters),
  not_in_channel: channel("I am not in the channel", "Type /invite @PersonaForge in it."),
  method_not_supported_for_channel_type: channel("that is no channel for messages", other),
  posting_to_channel_denied: channel("I may not post there", posters),
  posting_to_general_channel_denied: channel("I may not post there", posters),
  restricted_action: channel("only some people may post there", posters),
  restricted_action_read_only_channel: channel("only some people may post there", posters),
  restricted_action_non_threadable_channel: channel(
    "that channel takes no replies",
    "Allow them there (channel settings, Posting permissions), or use another channel.",
  ),
  restricted_action_thread_locked: channel("that thread is locked", "Unlock it, or use another one."),
  restricted_action_thread_only_channel: channel("that channel takes replies only", other),
  // A person.
  cannot_dm_bot: person("that is a bot"),
  invalid_user_combination: person("the person shares no channel with me"),
  user_disabled: person("the person's account is deactivated"),
  user_not_found: person("the person is not in the workspace"),
  user_not_visible: person("the person cannot be seen by the app"),
  users_not_found: person("the person is not in the workspace"),
  // A message to be changed.
  block_mismatch: original("the message is of another kind"),
  cant_update_message: original("the message is somebody else's"),
  edit_window_closed: original("the workspace lets nobody change old messages"),
  is_inactive: original("the message cannot be changed any more"),
  message_not_found: original("the message is gone"),
  cannot_find_message: original("the message is gone"),
  cannot_unfurl_message: original("the message does not hold the link any more"),
  streaming_state_conflict: original("the message is still being written"),
  // A form or an address for answers.
  expired_trigger_id: over(
    "the answer came more than three seconds after the command",
    "If it happens often, look at the load of the machine that I run on.",
  ),
  exchanged_trigger_id: over("the form was open already"),
  hash_conflict: over("the form had changed meanwhile"),
  not_found: over("the form was closed"),
  used_url: over("there were as many answers as Slack allows"),
  expired_url: over("the answer came more than half an hour after the command"),
  invalid_token: over("Slack does not know that address for answers any more"),
  no_service: over("Slack does not know that address for answers any more"),
  no_team: over("Slack does not know that address for answers any more"),
  // What was sent: mistakes of ours, but for what a workspace forbids.
  slack_connect_file_link_sharing_blocked: text(
    "the workspace lets nobody share links to files in that channel",
    other,
  ),
  slack_connect_canvas_sharing_blocked: text("the workspace lets nobody share that in that channel", other),
  slack_connect_lists_sharing_blocked: text("the workspace lets nobody share that in that channel", other),
  slack_connect_clip_sharing_blocked: text("the workspace lets nobody share that in that channel", other),
  attachment_payload_limit_exceeded: mistake("the message is too large"),
  msg_blocks_too_long: mistake("the message is too long"),
  msg_too_long: mistake("the message is too long"),
  no_text: mistake("the message is empty"),
  too_many_attachments: mistake("the message has too many parts"),
  view_too_large: mistake("the form is too large"),
  external_id_too_long: mistake("a form's id is too long"),
  duplicate_external_id: mistake("two forms have one id"),
  push_limit_reached: mistake("too many forms lie on each other"),
  file_not_found: mistake("the file did not arrive"),
  file_deleted: means("text", "nobody")("the file was deleted", nothing),
  snippet_too_large: mistake("the file is too large"),
  deprecated_endpoint: mistake("Slack has given that call up"),
  method_deprecated: mistake("Slack has given that call up"),
  unknown_method: mistake("Slack does not know that call"),
};
