import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";

const HALF_AN_HOUR_MS = 30 * 60 * 1000;

let slack: SlackStandIn;
let now: number;
let address: string;

async function post(body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

beforeEach(async () => {
  now = Date.now();
  slack = await createSlackStandIn({ clock: () => now });
  const command = await slack.person("U0MIA").command("C0SECRET", "/none");
  address = String(command.payload.response_url);
});

afterEach(() => slack.close());

test("answers are private unless said otherwise, even where the bot is not in the channel", async () => {
  await post({ text: "for you" });
  await post({ text: "for all", response_type: "in_channel" });

  expect(slack.ephemerals("C0SECRET", "U0MIA").map((message) => message.text)).toEqual(["for you"]);
  expect(slack.messages("C0SECRET").map((message) => message.text)).toEqual(["for all"]);
  expect(slack.problems).toEqual([]);
});

test("the sixth post is refused", async () => {
  for (let turn = 0; turn < 5; turn += 1) expect(await post({ text: "x" })).toMatchObject({ status: 200 });

  expect(await post({ text: "x" })).toEqual({ status: 404, body: { ok: false, error: "used_url" } });
  expect(slack.problems).toMatchObject([{ where: "response_url", message: "used_url" }]);
});

test("after half an hour nothing is taken any more", async () => {
  now += HALF_AN_HOUR_MS + 1;

  expect(await post({ text: "x" })).toMatchObject({ status: 404, body: { error: "expired_url" } });
});

test("what is posted is checked like any message", async () => {
  const header = { type: "header", text: { type: "plain_text", text: "x".repeat(151) } };

  expect(await post({ text: "x", blocks: [header] })).toMatchObject({
    status: 400,
    body: { error: "invalid_blocks" },
  });
  expect(await post({ txt: "x" })).toMatchObject({ body: { error: "invalid_payload" } });
  expect(slack.problems).toHaveLength(2);
  expect(slack.ephemerals("C0SECRET", "U0MIA")).toEqual([]);
});
