import { join } from "node:path";
import { webApi } from "@slack/bolt";
import { expect, onTestFinished, test } from "vitest";
import { startEmulatedSlack } from "../../sandbox/stand-ins/emulated-slack.ts";
import { signatureHeaders } from "../../sandbox/stand-ins/slack/delivery/signature.ts";
import { createTavusStandIn, defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { readConfig } from "../../src/config.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { createLog } from "../../src/log.ts";
import { startBot } from "../../src/main/start.ts";
import { freePort } from "../support/black-box/free-port.ts";
import { makeFolder } from "../support/databases.ts";
import { type Recorded, startRecordingProxy } from "../support/recording-proxy.ts";
import { untilTrue } from "../support/until-true.ts";

const secret = "emulated-signing-secret";
const botToken = "xoxb-local-test";

/** The whole bot in front of a Slack Web API that others wrote; what Slack sends of itself, that one does not. */
async function startEmulatedWorkspace() {
  const slack = await startEmulatedSlack();
  onTestFinished(() => slack.close());
  const proxy = await startRecordingProxy(new URL(slack.apiUrl).origin);
  const tavus = await createTavusStandIn({});
  onTestFinished(() => tavus.close());
  const client = new webApi.WebClient(botToken, { slackApiUrl: slack.apiUrl });
  const team = String((await client.auth.test()).team_id);
  const user = String((await client.users.list({})).members?.find(({ name }) => name === "ada")?.id);
  const channel = String((await client.conversations.list()).channels?.[0]?.id);
  const port = await freePort();
  const lines: string[] = [];
  const taken = new Set<Recorded>();
  const reading = readConfig({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `${proxy.url}/api/`,
    TAVUS_API_KEY: defaultTavusKey,
    TAVUS_API_URL: tavus.url,
    DATABASE_URL: `file:${join(makeFolder(), "bot.db")}`,
    PORT: String(port),
  });
  if (!reading.ok) throw new Error(reading.message);
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const bot = await startBot({
    config: reading.config,
    log,
    connect: connectDatabase,
    onFatal: (sentence) => void lines.push(sentence),
  });
  onTestFinished(() => bot.stop(1000));
  await untilTrue(() => lines.some((line) => line.includes('"msg":"ready"')), {
    what: "the bot to be ready",
  });

  async function send(body: string, type: string): Promise<string> {
    const headers = signatureHeaders(secret, body, Math.floor(Date.now() / 1000));
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: "POST",
      headers: { ...headers, "content-type": type },
      body,
    });
    expect(answer.status).toBe(200);
    return answer.text();
  }

  const form = (values: Record<string, string>) =>
    send(new URLSearchParams(values).toString(), "application/x-www-form-urlencoded");

  return {
    proxy,
    user,
    event: (event: object) =>
      send(JSON.stringify({ type: "event_callback", team_id: team, event }), "application/json"),
    interact: (payload: object) =>
      form({
        payload: JSON.stringify({ team: { id: team }, user: { id: user, team_id: team }, ...payload }),
      }),
    command: async (command: string) =>
      form({
        command,
        text: "",
        team_id: team,
        user_id: user,
        channel_id: channel,
        trigger_id: await trigger(),
        response_url: `${proxy.url}/api/api.test`,
      }),
    trigger,
    channel,
    /** The next answer to this call, once there is one that holds the text; each is taken once. */
    async answered(method: string, text = ""): Promise<Answer> {
      const isIt = (call: Recorded) =>
        !taken.has(call) && call.path === `/api/${method}` && `${call.body}${call.answer}`.includes(text);
      const found = () => proxy.calls.find(isIt);
      await untilTrue(() => found() !== undefined, { what: `${method} with ${text}` });
      const call = found();
      if (call) taken.add(call);
      return JSON.parse(call?.answer ?? "{}");
    },
  };

  async function trigger(): Promise<string> {
    const answer = await client.apiCall("views.generateTriggerId", { user_id: user });
    return "trigger_id" in answer ? String(answer.trigger_id) : "";
  }
}

type Block = { type: string; block_id: string; element?: { action_id: string; initial_value?: string } };
type Answer = {
  ok: boolean;
  error?: string;
  view?: {
    id: string;
    type: string;
    callback_id: string;
    private_metadata: string;
    hash: string;
    blocks: Block[];
  };
};

/** The state of the view as a client sends it, with this typed into two of its fields. */
function filledIn({ blocks }: NonNullable<Answer["view"]>, typed: Record<string, string>) {
  const values = blocks.flatMap(({ block_id: block, element }) => {
    if (!element) return [];
    const [key] = Object.keys(typed).filter((name) => element.action_id.split(/\W/).includes(name));
    const value = key === undefined ? (element.initial_value ?? null) : typed[key];
    return [[block, { [element.action_id]: { type: "plain_text_input", value } }]];
  });
  return { values: Object.fromEntries(values) };
}

test("in front of another implementation of Slack's Web API, the Home tab, a shortcut and a form work", async () => {
  const slack = await startEmulatedWorkspace();
  const opened = { type: "app_home_opened", user: slack.user, channel: "D1", tab: "home", event_ts: "1.1" };

  await slack.event(opened);
  const home = await slack.answered("views.publish");
  await slack.interact({
    type: "message_action",
    callback_id: "persona-create",
    trigger_id: await slack.trigger(),
    channel: { id: slack.channel },
    message: { text: "You are the person of this message." },
    response_url: `${slack.proxy.url}/api/api.test`,
  });
  const shortcut = await slack.answered("views.open", "person of this message");
  await slack.command("/persona-create");
  const { view } = await slack.answered("views.open");
  if (!view) throw new Error("no view was opened");
  const typed = { ...view, state: filledIn(view, { name: "Ada", prompt: "You are Ada." }) };
  await slack.interact({ type: "view_submission", view: typed });
  await slack.answered("api.test", "is ready");
  await slack.event({ ...opened, event_ts: "2.2" });
  const later = await slack.answered("views.publish", "Ada");

  for (const answer of [home, shortcut, later]) expect(answer).toMatchObject({ ok: true });
  expect([home.view?.type, shortcut.view?.type, later.view?.type]).toEqual(["home", "modal", "home"]);
  const refused = slack.proxy.calls.filter(
    ({ path, answer }) => path.startsWith("/api/views.") && answer.includes('"ok":false'),
  );
  expect(refused.map(({ path, answer }) => `${path} ${answer}`)).toEqual([]);
});
