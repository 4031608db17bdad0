import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { connectClient, refusal } from "./slack-web-client.ts";

let slack: SlackStandIn;
let client: webApi.WebClient;

beforeEach(async () => {
  slack = await createSlackStandIn();
  client = connectClient(slack);
});

afterEach(() => slack.close());

test.each([
  ["C0NOWHERE", "channel_not_found"],
  ["C0SECRET", "channel_not_found"],
  ["C0RANDOM", "not_in_channel"],
  ["C0ARCHIVE", "is_archived"],
])("posting to %s is refused with %s, which is no problem of the bot's", async (channel, error) => {
  expect(await refusal(client.chat.postMessage({ channel, text: "hello" }))).toMatchObject({ error });
  expect(slack.problems).toEqual([]);
});

test("messages without content, too long, or with bad blocks are refused", async () => {
  const channel = "C0GENERAL";
  const blocks = Array.from({ length: 51 }, () => ({ type: "divider" }));

  const refusals = [
    await refusal(client.chat.postMessage({ channel, text: "" })),
    await refusal(client.chat.postMessage({ channel, text: "x".repeat(40_001) })),
    await refusal(client.chat.postMessage({ channel, text: "x", blocks })),
  ];

  expect(refusals).toMatchObject([
    { error: "no_text" },
    { error: "msg_too_long" },
    {
      error: "invalid_blocks",
      response_metadata: { messages: ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"] },
    },
  ]);
  expect(slack.messages(channel)).toEqual([]);
});

test("blocks without text are posted, and noted for want of a fallback", async () => {
  await client.chat.postMessage({ channel: "C0GENERAL", text: "", blocks: [{ type: "divider" }] });

  expect(slack.messages("C0GENERAL")).toHaveLength(1);
  expect(slack.problems).toMatchObject([{ where: "chat.postMessage", message: "no fallback text" }]);
});

test("a message to a person lands in their direct messages and can be changed and deleted", async () => {
  const posted = await client.chat.postMessage({ channel: "U0MIA", text: "hello" });
  const place = { channel: posted.channel ?? "", ts: posted.ts ?? "" };

  await client.chat.update({ ...place, text: "changed" });
  expect(slack.directMessages("U0MIA")).toMatchObject([{ text: "changed", edited: true }]);
  await client.chat.delete(place);

  expect(slack.directMessages("U0MIA")).toEqual([]);
  expect(await refusal(client.chat.delete(place))).toMatchObject({ error: "message_not_found" });
});

test("an ephemeral message is for one person of the channel", async () => {
  await client.chat.postEphemeral({ channel: "C0GENERAL", user: "U0MIA", text: "psst" });

  expect(slack.ephemerals("C0GENERAL", "U0MIA")).toMatchObject([{ text: "psst" }]);
  expect(slack.ephemerals("C0GENERAL", "U0ADA")).toEqual([]);
  expect(slack.messages("C0GENERAL")).toEqual([]);
});

test("faults come as often as they were set: error, status, rate limit, dropped connection", async () => {
  slack.fail("chat.postMessage", { error: "fatal_error" });
  slack.fail("chat.postMessage", { status: 500 });
  slack.fail("chat.postMessage", { status: 429, retryAfterSeconds: 7 });
  slack.fail("chat.postMessage", { drop: "after" });
  const post = () => client.chat.postMessage({ channel: "C0GENERAL", text: "hello" });

  expect(await refusal(post())).toMatchObject({ error: "fatal_error" });
  await expect(post()).rejects.toMatchObject({ statusCode: 500 });
  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
  await post();

  expect(slack.messages("C0GENERAL")).toHaveLength(2);
});

test("arguments may come as JSON too", async () => {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${slack.credentials.botToken}`,
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify({ channel: "C0GENERAL", text: "hello", blocks: [{ type: "divider" }] }),
  });

  expect(await response.json()).toMatchObject({ ok: true, channel: "C0GENERAL" });
});
