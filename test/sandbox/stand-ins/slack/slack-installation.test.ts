import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { type SmallBot, startSocketBot } from "./slack-small-bot.ts";
import { connectClient } from "./slack-web-client.ts";

let slack: SlackStandIn;
let bot: SmallBot;

beforeEach(async () => {
  slack = await createSlackStandIn();
  bot = await startSocketBot(slack);
});

afterEach(async () => {
  await bot.stop();
  await slack.close();
});

test("an uninstalled app hears of it, and its token is dead until it is installed again", async () => {
  const client = connectClient(slack);

  const events = slack.uninstall();

  expect(events.map(({ payload }) => payload.event)).toMatchObject([
    { type: "tokens_revoked", tokens: { oauth: [], bot: ["U0BOT"] } },
    { type: "app_uninstalled" },
  ]);
  await expect(client.auth.test()).rejects.toThrow("account_inactive");
  expect(slack.problems).toEqual([]);
  slack.install();
  expect(await client.auth.test()).toMatchObject({ ok: true });
});

test("whoever opens the app is told to the bot, with the tab", async () => {
  const opened = await slack.person("U0ADA").openApp("messages");

  expect((await opened.acked()).outcome).toBe("acked");
  expect(opened.payload).toMatchObject({
    event: { type: "app_home_opened", user: "U0ADA", channel: "D0ADA", tab: "messages" },
  });
});

test("a slow answer comes, only later", async () => {
  slack.fail("users.info", { delayMs: 300 });
  const startedMs = performance.now();

  await connectClient(slack).users.info({ user: "U0GUS" });

  expect(performance.now() - startedMs).toBeGreaterThan(250);
});
