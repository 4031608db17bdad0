import { afterEach, beforeEach, expect, test } from "vitest";
import type { Message } from "../../../../../sandbox/stand-ins/slack/message/messages.ts";
import type { SlackStandIn } from "../../../../../sandbox/stand-ins/slack/stand-in.ts";
import type { MessagePreview } from "../../../../../sandbox/stand-ins/slack/unfurl/previews.ts";
import { connectClient, refusal } from "../slack-web-client.ts";
import { ada, ben, previewOf, startWithPreviews } from "./unfurl-setup.ts";

let slack: SlackStandIn;
let message: Message;

beforeEach(async () => {
  slack = await startWithPreviews();
  const mia = slack.person("U0MIA");
  message = mia.reply(mia.say("C0GENERAL", "hello"), `${ada} ${ben}`);
  const unfurls = { [ada]: previewOf("Ada"), [ben]: previewOf("Ben") };
  await connectClient(slack).chat.unfurl({ channel: message.channel, ts: message.ts, unfurls });
});

afterEach(() => slack.close());

function preview(url: string): MessagePreview {
  const found = slack.previews(message).find((each) => each.url === url);
  if (found === undefined) throw new Error(`there is no preview of ${url}`);
  return found;
}

test("a button in a preview tells of the preview, and of no word of the message", async () => {
  const { payload } = await slack.person("U0GUS").press(preview(ben), "Talk");

  expect(payload).toMatchObject({
    type: "block_actions",
    user: { id: "U0GUS" },
    container: {
      type: "message_attachment",
      message_ts: message.ts,
      thread_ts: message.threadTs,
      attachment_id: 2,
      channel_id: "C0GENERAL",
      is_ephemeral: false,
      is_app_unfurl: true,
      app_unfurl_url: ben,
    },
    channel: { id: "C0GENERAL", name: "general" },
    app_unfurl: {
      id: 2,
      app_unfurl_url: ben,
      is_app_unfurl: true,
      bot_id: "B0BOT",
      blocks: preview(ben).blocks,
    },
    actions: [{ type: "button", block_id: "buttons", action_id: "talk", value: "Ben" }],
    state: { values: {} },
    trigger_id: expect.any(String),
    response_url: expect.stringContaining("/response/"),
  });
  expect(payload).not.toHaveProperty("message");
});

test("a preview's button is none of the message's, and one that is gone cannot be pressed", async () => {
  await expect(slack.person("U0MIA").press(message, "Talk")).rejects.toThrow('no button "Talk"');
  await expect(slack.person("U0MIA").press(preview(ada), "Explode")).rejects.toThrow("talk");
  message.attachments = [];
  const gone = { id: 1, url: ada, blocks: previewOf("Ada").blocks, message };
  await expect(slack.person("U0MIA").press(gone, "talk")).rejects.toThrow("this preview is gone");
});

async function answer(body: Record<string, unknown>): Promise<{ status: number; error?: unknown }> {
  const press = await slack.person("U0MIA").press(preview(ada), "talk");
  const response = await fetch(String(press.payload.response_url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...Object(await response.json()) };
}

test.each([
  [{ text: "mine", replace_original: true }, "cant_update_message"],
  [{ text: "mine", replace_original: "true" }, "cant_update_message"],
  [{ text: "mine" }, "cant_update_message"],
  [{ delete_original: true }, "cant_delete_message"],
])("answering a press with %o leaves the person's message as it is", async (body, error) => {
  const before = structuredClone(message);

  expect(await answer(body)).toMatchObject({ status: 400, error });

  expect(message).toEqual(before);
  expect(slack.messages("C0GENERAL")).toHaveLength(2);
  expect(slack.problems).toMatchObject([{ where: "response_url", message: error }]);
});

test("a press is answered beside the message, for one person or for all", async () => {
  await answer({ text: "for you", response_type: "ephemeral" });
  await answer({ text: "for all", response_type: "in_channel", replace_original: false });

  expect(slack.ephemerals("C0GENERAL", "U0MIA")).toMatchObject([{ text: "for you" }]);
  expect(slack.messages("C0GENERAL").at(-1)).toMatchObject({ text: "for all" });
  expect(slack.previews(message)).toHaveLength(2);
  expect(slack.problems).toEqual([]);
});

test("a trigger of such a press opens a form", async () => {
  const press = await slack.person("U0MIA").press(preview(ada), "talk");
  const title = { type: "plain_text", text: "Talk" } as const;

  await connectClient(slack).views.open({
    trigger_id: String(press.payload.trigger_id),
    view: { type: "modal", title, blocks: [] },
  });

  expect(await press.view()).toMatchObject({ userId: "U0MIA" });
});

test("the app changes and deletes no message of a person's by the Web API either", async () => {
  const client = connectClient(slack);
  const place = { channel: message.channel, ts: message.ts };

  expect(await refusal(client.chat.update({ ...place, text: "mine" }))).toMatchObject({
    error: "cant_update_message",
  });
  expect(await refusal(client.chat.delete(place))).toMatchObject({ error: "cant_delete_message" });
  expect(message.text).toContain(ada);
});

test("previews travel with the message where a person chooses in its menu", async () => {
  const { payload } = await slack.person("U0MIA").chooseOn(message, "persona-create");

  expect(payload).toMatchObject({
    message: { text: message.text, attachments: [{ app_unfurl_url: ada }, { app_unfurl_url: ben }] },
  });
});
