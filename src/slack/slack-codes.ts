const apps = "https://api.slack.com/apps";
const install = `install the app to the workspace again (${apps}, Install App) and put its new Bot User OAuth Token into SLACK_BOT_TOKEN`;
const paste = `Run npm run slack:manifest, paste it at ${apps} under App Manifest, and install the app to the workspace again.`;
const update = "This is a mistake of this program: update PersonaForge, or report it with this line.";
const nothing = "Nothing has to be done.";
const wait = "Nothing has to be done; it is tried again.";
const status = `Look at https://slack-status.com. ${wait}`;
const copyBot = `Copy the Bot User OAuth Token again from OAuth & Permissions at ${apps}, or ${install}.`;

type Meaning = { cause: string; remedy: string; passes?: true };

const lostToken = (cause: string): Meaning => ({ cause, remedy: copyBot });
const passing = (cause: string, remedy = wait): Meaning => ({ cause, remedy, passes: true });
const mistake = (cause: string): Meaning => ({ cause, remedy: update });

/**
 * What Slack's error codes mean for the calls the bot makes, and what the operator can do. One that stands in no line
 * here is a refusal: only what is marked passes by itself.
 * https://docs.slack.dev/reference/methods/auth.test#errors and the same part of every method's page
 */
const meanings: { [code: string]: Meaning } = {
  // The token.
  account_inactive: lostToken("the app was removed from the workspace, or the workspace is gone"),
  invalid_auth: lostToken("Slack does not know the token, or does not take it from this machine's address"),
  not_authed: lostToken("no token came with the call"),
  token_expired: lostToken("the token has expired"),
  token_revoked: lostToken("the token was revoked"),
  not_allowed_token_type: {
    cause: "it is a token of another kind",
    remedy: `SLACK_BOT_TOKEN must be the Bot User OAuth Token (xoxb-), SLACK_APP_TOKEN an app-level token (xapp-) of the same app; both are at ${apps}.`,
  },
  missing_scope: { cause: "the app lacks a scope", remedy: paste },
  no_permission: { cause: "the app may not do that", remedy: paste },
  // What the workspace allows.
  access_denied: {
    cause: "the workspace does not let the app do that",
    remedy: "Ask an admin of the workspace to allow the app.",
  },
  accesslimited: {
    cause: "the workspace allows calls from some networks only",
    remedy: "Ask an admin of the workspace to allow this machine's address.",
  },
  ekm_access_denied: {
    cause: "the workspace's admins have suspended posting",
    remedy: "Ask an admin of the workspace.",
  },
  enterprise_is_restricted: {
    cause: "Slack does not allow that call from an organization",
    remedy: `Install the app to one workspace of the organization: ${apps}.`,
  },
  forbidden_team: {
    cause: "the workspace may not use Socket Mode",
    remedy: "Let Slack reach the bot over HTTP: set SLACK_SIGNING_SECRET, PORT and PUBLIC_URL.",
  },
  org_login_required: {
    cause: "the workspace is being moved into an organization",
    remedy: "Wait until that is over, then install the app again.",
  },
  team_access_not_granted: {
    cause: "the app is not installed to that workspace",
    remedy: `In your organization's settings, add the app to the workspace, or ${install}.`,
  },
  two_factor_setup_required: {
    cause: "the workspace wants two-factor authentication of whoever installed the app",
    remedy: `Let them set it up, or ${install}.`,
  },
  user_removed_from_team: lostToken("the bot's user was removed from the workspace"),
  team_disabled: { cause: "the workspace is disabled", remedy: "Ask an owner of the workspace." },
  // The socket.
  link_disabled: {
    cause: "Socket Mode is switched off for the app",
    remedy: `Switch it on at ${apps} under Socket Mode, and start again.`,
  },
  too_many_websockets: passing(
    "more than ten connections of this app are open",
    "Stop other programs that run with this SLACK_APP_TOKEN. The bot connects again by itself.",
  ),
  // A form.
  invalid_trigger_id: {
    cause: "the form belongs to another app",
    remedy: `SLACK_BOT_TOKEN and SLACK_APP_TOKEN are of two apps: copy both from one app at ${apps}.`,
  },
  expired_trigger_id: {
    cause: "the answer came more than three seconds after the command",
    remedy: "If it happens often, look at the load of this machine.",
  },
  exchanged_trigger_id: { cause: "the form was open already", remedy: nothing },
  hash_conflict: { cause: "the form had changed meanwhile", remedy: nothing },
  not_found: { cause: "the form was closed", remedy: nothing },
  view_too_large: mistake("the form is too large"),
  duplicate_external_id: mistake("two forms have one id"),
  push_limit_reached: mistake("too many forms lie on each other"),
  // A channel or a person.
  channel_not_found: {
    cause: "the channel is gone, or private and the bot is not in it",
    remedy: "Invite the bot to it, or choose another one with /persona-setup.",
  },
  is_archived: { cause: "the channel is archived", remedy: "Choose another one with /persona-setup." },
  not_in_channel: { cause: "the bot is not in the channel", remedy: "Type /invite @PersonaForge in it." },
  message_not_found: { cause: "the message is gone", remedy: "Nothing has to be done; a new one is posted." },
  cannot_dm_bot: { cause: "that is a bot", remedy: nothing },
  messages_tab_disabled: { cause: "the app's Messages tab is switched off", remedy: paste },
  user_not_found: { cause: "the person is not in the workspace", remedy: nothing },
  user_not_visible: { cause: "the person cannot be seen by the app", remedy: nothing },
  user_disabled: { cause: "the person's account is deactivated", remedy: nothing },
  // What passes.
  fatal_error: passing("Slack failed inside", status),
  internal_error: passing("Slack failed inside", status),
  service_unavailable: passing("Slack is out of order", status),
  request_timeout: passing("Slack did not read the call in time", status),
  ratelimited: passing("Slack asks for a pause"),
  rate_limited: passing("Slack asks for a pause"),
  message_limit_exceeded: passing("the workspace sends too many messages"),
  team_added_to_org: passing("the workspace moves into an organization", `It ends by itself. ${wait}`),
  unreachable: passing("Slack could not be reached", "Check the network, or SLACK_API_URL."),
  // Ours.
  invalid_arguments: mistake("Slack does not take what was sent"),
  invalid_blocks: mistake("Slack does not take the message"),
  invalid_blocks_format: mistake("Slack does not take the message"),
  msg_blocks_too_long: mistake("the message is too long"),
  msg_too_long: mistake("the message is too long"),
  no_text: mistake("the message is empty"),
  deprecated_endpoint: mistake("Slack has given that call up"),
  method_deprecated: mistake("Slack has given that call up"),
};

/** What a code means; undefined for one that nobody has met here. HTTP statuses are Slack's own trouble. */
export function meaningOf(code: string): Meaning | undefined {
  if (/^http_/.test(code)) return passing(`Slack answered with ${code}`, status);
  return Object.hasOwn(meanings, code) ? meanings[code] : undefined;
}

/** Whether only another token, or a new installation, helps. */
export function isAboutToken(code: string): boolean {
  return meaningOf(code)?.remedy === copyBot;
}

/** Whether waiting may help. */
export function passesByItself(code: string): boolean {
  return meaningOf(code)?.passes === true;
}

/** `missing_scope: the app lacks a scope (files:read). Run …`, for the log and for errors. */
export function explainCode(code: string, { needed }: { needed?: string | undefined } = {}): string {
  const meaning = meaningOf(code);
  if (!meaning) return code;
  const what = needed === undefined ? meaning.cause : `${meaning.cause} (${needed})`;
  return `${code}: ${what}. ${meaning.remedy}`;
}
