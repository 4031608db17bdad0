import { describe, expect, test, vi } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/slack/faults.ts";
import type { PlatformTrouble } from "../../src/chat/platform-trouble.ts";
import { explainCode, meaningFor, meaningOf, passesByItself } from "../../src/slack/slack-codes.ts";
import { aBot, channel, createRecords, startSlack, startStandIn } from "./setup.ts";

/** https://docs.slack.dev/reference/methods/auth.test#errors */
const refused = [
  ["invalid_auth", "OAuth & Permissions"],
  ["account_inactive", "OAuth & Permissions"],
  ["token_revoked", "OAuth & Permissions"],
  ["token_expired", "OAuth & Permissions"],
  ["not_authed", "OAuth & Permissions"],
  ["not_allowed_token_type", "xoxb-"],
  ["missing_scope", "npm run -s slack:manifest"],
  ["no_permission", "npm run -s slack:manifest"],
  ["access_denied", "admin of the workspace"],
  ["accesslimited", "this machine's address"],
  ["ekm_access_denied", "admin of the workspace"],
  ["enterprise_is_restricted", "one workspace"],
  ["org_login_required", "install the app again"],
  ["team_access_not_granted", "add the app to the workspace"],
  ["two_factor_setup_required", "two-factor"],
  ["deprecated_endpoint", "update PersonaForge"],
  ["a_code_of_next_year", "OAuth & Permissions"],
] as const;

const passing = [
  ["fatal_error", "slack-status.com"],
  ["internal_error", "slack-status.com"],
  ["service_unavailable", "slack-status.com"],
  ["request_timeout", "slack-status.com"],
  ["ratelimited", "pause"],
  ["team_added_to_org", "ends by itself"],
] as const;

const aPage = "<html><body>Please log in to this network</body></html>";

async function failureOf(method: string, fault: Fault) {
  const standIn = await startStandIn();
  standIn.fail(method, { ...fault, times: 3 });
  const { bot } = aBot(standIn, {});
  return bot.start().then(
    () => undefined,
    (error: PlatformTrouble) => error,
  );
}

describe("starting", () => {
  test.each(refused)("answered with %s is refused, with what to do", async (code, remedy) => {
    const failure = await failureOf("auth.test", { error: code });

    expect(failure).toMatchObject({ name: "OutsideError", isFinal: true });
    expect(failure?.message).toContain(`SLACK_BOT_TOKEN (${code})`);
    expect(failure?.message).toContain(remedy);
  });

  test.each(passing)("answered with %s is tried again", async (code, words) => {
    const failure = await failureOf("auth.test", { error: code });

    expect(failure).toMatchObject({ name: "OutsideError", isFinal: false });
    expect(failure?.message).toContain(code);
    expect(failure?.message).toContain(words);
  });

  test.each([
    ["says so", { team_id: "T0SANDBOX", enterprise_id: "E0ORG", is_enterprise_install: true }],
    ["has its own name for a team", { team_id: "E0ORG", enterprise_id: "E0ORG" }],
    ["names no team", { enterprise_id: "E0ORG" }],
    ["names none, as null", { team_id: null, enterprise_id: "E0ORG", is_enterprise_install: true }],
  ])("with a token of a whole organization that %s is refused, with what to do", async (_how, body) => {
    const failure = await failureOf("auth.test", { body: { ok: true, user_id: "U0BOT", ...body } });

    expect(failure).toMatchObject({ name: "OutsideError", isFinal: true });
    expect(failure?.message).toContain("a whole organization (E0ORG)");
    expect(failure?.message).toContain("install the app to a single workspace");
  });

  test("with a token of a workspace that is part of an organization works", async () => {
    const body = { ok: true, team_id: "T0SANDBOX", enterprise_id: "E0ORG", is_enterprise_install: false };

    expect(await failureOf("auth.test", { body })).toBeUndefined();
  });

  test.each<[string, Fault]>([
    ["a proxy's page", { page: aPage }],
    ["nothing", { page: "" }],
    ["an object without a code", { body: {} }],
  ])("answered with %s is tried again, for that is not Slack", async (_what, fault) => {
    const failure = await failureOf("auth.test", fault);

    expect(failure).toMatchObject({ name: "OutsideError", isFinal: false });
    expect(failure?.message).toContain("what answered is not Slack");
    expect(failure?.message).not.toContain("<html");
  });

  test("with a token of nobody is tried again", async () => {
    expect(await failureOf("auth.test", { body: { ok: true } })).toMatchObject({ isFinal: false });
  });

  test("limited for 90 s is tried again after these", async () => {
    expect(await failureOf("auth.test", { status: 429, retryAfterSeconds: 90 })).toMatchObject({
      isFinal: false,
      waitMs: 90_000,
    });
  });

  test.each([
    ["invalid_auth", "Basic Information"],
    ["not_allowed_token_type", "xapp-"],
    ["missing_scope", "connections:write"],
    ["forbidden_team", "SLACK_SIGNING_SECRET"],
    ["link_disabled", "under Socket Mode"],
    ["team_disabled", "owner of the workspace"],
  ])("with an app token that is answered with %s is refused, with what to do", async (code, remedy) => {
    const failure = await failureOf("apps.connections.open", { error: code });

    expect(failure).toMatchObject({ isFinal: true });
    expect(failure?.message).toContain("SLACK_APP_TOKEN");
    expect(failure?.message).toContain(remedy);
  });

  test("with the tokens of two apps says which and what to do", async () => {
    const standIn = await startStandIn();
    standIn.workspace.botAppId = "A0OTHER";
    const { bot } = aBot(standIn, {});

    await expect(bot.start()).rejects.toMatchObject({
      isFinal: true,
      message: expect.stringMatching(
        /SLACK_BOT_TOKEN belongs to the app A0OTHER.*SLACK_APP_TOKEN to the app A0SANDBOX/,
      ),
    });
  });

  test("where Slack does not say which app a bot is of, nothing is held against it", async () => {
    const standIn = await startStandIn();
    standIn.fail("bots.info", { error: "bot_not_found", times: 2 });
    const { bot } = aBot(standIn, {});

    await bot.start();

    expect(standIn.socketCount()).toBe(1);
  });
});

describe("a socket that Slack closes", () => {
  test("because too many are open is said with its remedy, and not opened again at once", async () => {
    const { standIn, lines, disconnected, fatal } = await startSlack({});

    standIn.disconnectSockets("too_many_websockets");
    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 3000));

    expect(lines.join("")).toContain("Stop other programs that run with this SLACK_APP_TOKEN");
    expect(disconnected[0]).toContain("more than ten connections");
    expect([standIn.socketCount(), fatal]).toEqual([0, []]);
  });

  test("because Socket Mode was switched off is lost for good, with its remedy", async () => {
    const { standIn, fatal } = await startSlack({});

    standIn.disconnectSockets("link_disabled");

    await vi.waitFor(() => expect(fatal).toHaveLength(1));
    expect(fatal[0]).toContain("under Socket Mode");
  });
});

describe("a person whose role Slack does not tell", () => {
  test.each([
    ["missing_scope", /lacks a scope.*whoever runs the bot.*slack:manifest/],
    ["account_inactive", /removed from the workspace.*whoever runs the bot/],
    ["internal_error", /Try again in a minute/],
    ["a_code_of_next_year", /“a_code_of_next_year”.*whoever runs the bot/],
  ])("because of %s reads what helps", async (error, sentence) => {
    const records = createRecords();
    const standIn = await startStandIn();
    const roles: string[] = [];
    const { bot } = aBot(
      standIn,
      {
        async command({ member }, answering) {
          await member.role().catch((failure: Error) => void roles.push(failure.message));
          await answering.answer({ tone: "success", title: "Done" });
        },
      },
      { records },
    );
    await bot.start();
    standIn.fail("users.info", { error, times: 2 });

    await (await standIn.person("U0MIA").command(channel, "/persona-show")).acked();

    expect(roles).toEqual([expect.stringMatching(sentence)]);
  });
});

test("a code in the log has its cause and its remedy, one that nobody has met stands alone", () => {
  expect(explainCode("missing_scope", { needed: "files:read" })).toBe(
    "missing_scope: the app lacks a scope (files:read). Run npm run -s slack:manifest, paste it at https://api.slack.com/apps under App Manifest, and install the app to the workspace again.",
  );
  expect(explainCode("a_code_of_next_year")).toBe("a_code_of_next_year");
});

/** https://docs.slack.dev/reference/methods: the calls the bot makes, with the codes that are documented for each. */
const everywhere =
  "access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_json invalid_post_type json_not_object method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required unknown_method upgrade_required";
const documented = {
  "auth.test": "user_removed_from_team team_disabled is_bot",
  "bots.info": "bot_not_found",
  "apps.connections.open": "forbidden_team link_disabled too_many_websockets",
  "users.info": "user_not_found user_not_visible user_disabled",
  "conversations.info": "channel_not_found team_not_found method_not_supported_for_channel_type",
  "conversations.open":
    "channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied cannot_dm_bot",
  "chat.postMessage":
    "as_user_not_supported attachment_payload_limit_exceeded cannot_dm_bot cannot_reply_to_message channel_not_found duplicate_channel_not_found duplicate_message_not_found invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long msg_too_long no_text not_in_channel rate_limited restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards user_not_found",
  "chat.update":
    "block_mismatch cant_broadcast_message cant_update_message channel_not_found edit_window_closed external_channel_migrating file_ids_limit_exceeded invalid_attachments invalid_blocks is_inactive message_not_found msg_too_long no_dual_broadcast_content_update no_text rate_limited streaming_state_conflict too_many_attachments update_failed",
  "views.open":
    "duplicate_external_id exchanged_trigger_id expired_trigger_id external_id_too_long invalid_trigger_id push_limit_reached view_too_large",
  "views.update": "duplicate_external_id external_id_too_long hash_conflict not_found view_too_large",
  "files.getUploadURLExternal":
    "alt_txt_too_large file_upload_size_restricted file_uploads_disabled missing_argument snippet_too_large storage_limit_reached unknown_snippet_type unknown_subtype",
  "files.completeUploadExternal":
    "channel_not_found file_not_found file_update_failed invalid_channel not_in_channel posting_to_channel_denied",
  "files.info": "file_deleted file_not_found",
  // Some of them are those of incoming webhooks, which the same servers answer.
  response_url:
    "expired_url used_url invalid_token no_text invalid_blocks channel_not_found is_archived channel_is_archived action_prohibited posting_to_general_channel_denied team_disabled too_many_attachments user_not_found no_service no_team rollup_error",
};

const passingCodes = new Set([
  ...[
    "rollup_error",
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "update_failed",
  ],
  ...["file_update_failed", "ratelimited", "rate_limited", "message_limit_exceeded", "team_added_to_org"],
  ...["external_channel_migrating", "too_many_websockets"],
]);

test.each(
  Object.entries(documented),
)("every code documented for %s has a cause, a remedy and a class", (_call, own) => {
  for (const code of `${everywhere} ${own}`.split(" ")) {
    const { cause = "", remedy = "", passes = false } = meaningOf(code) ?? {};
    expect([code, cause.length > 5, remedy.length > 5]).toEqual([code, true, true]);
    expect([code, passes]).toEqual([code, passingCodes.has(code)]);
  }
});

test("a code that nobody has met is final, with Slack's own word kept", () => {
  const meaning = meaningFor("a_code_of_next_year");

  expect(meaning).toMatchObject({ cause: "Slack says “a_code_of_next_year”", mender: "operator" });
  expect(meaning.passes).toBeUndefined();
});

test("only what is known to pass is waited out", () => {
  expect(passesByItself("http_503")).toBe(true);
  expect(passesByItself("a_code_of_next_year")).toBe(false);
  expect(meaningOf("toString")).toBeUndefined();
});

test("what a proxy's page has swallowed is no answer that was given: it goes another way", async () => {
  const { standIn } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer({ tone: "working", title: "Working" });
      standIn.fail("response_url", { page: aPage });
      await answering.answer({ tone: "success", title: "Done" });
    },
  });

  await standIn.person("U0MIA").command(channel, "/persona-show");

  await vi.waitFor(() => expect(standIn.directMessages("U0MIA").map(({ text }) => text)).toEqual(["Done"]));
});

test("no sentence of an answer quotes a proxy's page", async () => {
  const { standIn, bot, lines } = await startSlack({});
  standIn.fail("chat.postMessage", { page: aPage });

  const posted = await bot.channelsOf("T0SANDBOX").post(channel, { tone: "success", title: "Done" }, "n");

  expect(posted).toMatchObject({ kind: "refused", remedy: expect.stringContaining("is not Slack") });
  expect([JSON.stringify(posted), ...lines].join("")).not.toContain("Please log in");
});
