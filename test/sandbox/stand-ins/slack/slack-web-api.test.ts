import type { webApi } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { personaForm } from "./slack-small-bot.ts";
import { connectClient, refusal } from "./slack-web-client.ts";

const TRIGGER_LIFETIME_MS = 3000;

let slack: SlackStandIn;
let client: webApi.WebClient;
let now: number;

async function trigger(): Promise<string> {
  const { payload } = await slack.person("U0ADA").command("C0GENERAL", "/none");
  return String(payload.trigger_id);
}

beforeEach(async () => {
  now = Date.now();
  slack = await createSlackStandIn({ clock: () => now });
  client = connectClient(slack);
});

afterEach(() => slack.close());

test("auth.test names bot and team, and its headers the granted scopes", async () => {
  const answer = await client.auth.test();

  expect(answer).toMatchObject({ team_id: "T0SANDBOX", user_id: "U0BOT", bot_id: "B0BOT" });
  expect(answer.response_metadata?.scopes).toContain("chat:write");
});

test("unknown tokens, missing tokens and tokens of the other kind are refused", async () => {
  expect(await refusal(connectClient(slack, "xoxb-other").auth.test())).toMatchObject({
    error: "invalid_auth",
  });
  expect(await refusal(connectClient(slack, "").auth.test())).toMatchObject({ error: "not_authed" });
  expect(await refusal(client.apps.connections.open())).toMatchObject({ error: "not_allowed_token_type" });
  expect(slack.problems).toHaveLength(3);
  expect(JSON.stringify(slack.problems)).not.toContain("xoxb-other");
});

test("an unknown method is refused and recorded", async () => {
  expect(await refusal(client.apiCall("chat.shout"))).toMatchObject({ error: "unknown_method" });
  expect(slack.problems).toMatchObject([{ where: "chat.shout" }]);
});

test("a missing scope says what is needed and what is provided", async () => {
  slack.credentials.scopes.delete("users:read");

  const refused = await refusal(client.users.info({ user: "U0ADA" }));

  expect(refused).toMatchObject({ error: "missing_scope", needed: "users:read" });
  expect(refused).toHaveProperty("provided", [...slack.credentials.scopes].join(","));
});

test("a trigger opens one view, once, within three seconds", async () => {
  const used = await trigger();
  const late = await trigger();
  await client.views.open({ trigger_id: used, view: personaForm("") });

  const again = await refusal(client.views.open({ trigger_id: used, view: personaForm("") }));
  now += TRIGGER_LIFETIME_MS + 1;
  const expired = await refusal(client.views.open({ trigger_id: late, view: personaForm("") }));
  const unknown = await refusal(client.views.open({ trigger_id: "1.2.abc", view: personaForm("") }));

  expect([again, expired, unknown]).toMatchObject([
    { error: "exchanged_trigger_id" },
    { error: "expired_trigger_id" },
    { error: "invalid_trigger_id" },
  ]);
  expect(slack.problems.map((problem) => problem.where)).toEqual(["views.open", "views.open", "views.open"]);
});

test("a view that breaks a limit is refused with a pointer to the place", async () => {
  const title = { type: "plain_text", text: "x".repeat(25) } as const;

  const refused = await refusal(
    client.views.open({ trigger_id: await trigger(), view: { type: "modal", title, blocks: [] } }),
  );

  expect(refused).toMatchObject({
    error: "invalid_arguments",
    response_metadata: {
      messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"],
    },
  });
});

test("an update with an old hash is a conflict, and a closed view is not found", async () => {
  const opened = await client.views.open({ trigger_id: await trigger(), view: personaForm("") });
  const update = { view_id: opened.view?.id ?? "", view: personaForm("") };
  const hash = opened.view?.hash ?? "";
  await client.views.update({ ...update, hash });

  const conflict = await refusal(client.views.update({ ...update, hash }));
  const [view] = slack.openViews("U0ADA");
  if (view !== undefined) slack.person("U0ADA").closeView(view);
  const gone = await refusal(client.views.update(update));

  expect([conflict, gone]).toMatchObject([{ error: "hash_conflict" }, { error: "not_found" }]);
  expect(slack.problems).toEqual([]);
});

test("users.info tells admins, guests and people of other teams apart", async () => {
  const [owner, guest, stranger] = await Promise.all(
    ["U0OWEN", "U0GWEN", "U0STRANGER"].map((user) => client.users.info({ user, include_locale: true })),
  );

  expect(owner?.user).toMatchObject({ is_admin: true, is_primary_owner: true, locale: "en-GB" });
  expect(guest?.user).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect(stranger?.user).toMatchObject({ team_id: "T0OTHER" });
});

test("conversations are listed page by page, private ones only from inside", async () => {
  const types = "public_channel,private_channel";
  const first = await client.conversations.list({ types, limit: 2, exclude_archived: true });
  const cursor = first.response_metadata?.next_cursor ?? "";
  const rest = await client.conversations.list({ types, limit: 2, exclude_archived: true, cursor });

  const ids = [...(first.channels ?? []), ...(rest.channels ?? [])].map((channel) => channel.id);
  expect(ids).toEqual(["C0GENERAL", "C0RANDOM", "C0PRIVATE"]);
  expect(rest.response_metadata?.next_cursor).toBe("");
});

test("a direct message is opened with im:write", async () => {
  const { channel } = await client.conversations.open({ users: "U0MIA" });

  expect(channel?.id).toBe("D0MIA");
  slack.credentials.scopes.delete("im:write");
  expect(await refusal(client.conversations.open({ users: "U0MIA" }))).toMatchObject({ needed: "im:write" });
});

test("a file is uploaded in three steps and downloaded with the bot token alone", async () => {
  const { channel } = await client.conversations.open({ users: "U0MIA" });
  await client.filesUploadV2({ channel_id: channel?.id ?? "", filename: "export.txt", content: "line one" });

  const file = slack.directMessages("U0MIA").at(-1)?.files[0];
  const { file: info } = await client.files.info({ file: file?.id ?? "" });
  const address = info?.url_private_download ?? "";
  const authorization = `Bearer ${slack.credentials.botToken}`;
  const withToken = await fetch(address, { headers: { authorization } });
  const without = await fetch(address);

  expect(await withToken.text()).toBe("line one");
  expect(without.headers.get("content-type")).toBe("text/html");
});
