import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { portOf, type Run, test } from "../support/black-box/black-box-run.ts";

const timeout = 90_000;
const settleMs = 1500;
const discordOff = { DISCORD_TOKEN: undefined };
const slackOff = { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };

const dispatch = (t: unknown, d: unknown, s = 900) => JSON.stringify({ op: 0, t, s, d });

/** Frames of a gateway that none of the documented ones looks like. */
const gatewayFrames = [
  "",
  "null",
  "true",
  "[]",
  '"text"',
  "{",
  "<html>502</html>",
  new Uint8Array([0, 1, 2]),
  JSON.stringify({ op: 0 }),
  JSON.stringify({ op: "0", t: 1 }),
  JSON.stringify({ op: 99, d: null }),
  JSON.stringify({ op: 1, d: {} }),
  JSON.stringify({ op: 11, d: [] }),
  dispatch(null, null),
  dispatch("error", null),
  dispatch("__proto__", null),
  dispatch("NEWER_THAN_THIS_PROGRAM", { id: 1 }),
  ...[
    "GUILD_CREATE",
    "GUILD_DELETE",
    "GUILD_UPDATE",
    "CHANNEL_CREATE",
    "GUILD_ROLE_UPDATE",
    "INTERACTION_CREATE",
  ].flatMap((event) =>
    [null, {}, [], "text", { id: 7 }, { id: null, guild_id: {} }].map((data) => dispatch(event, data)),
  ),
  dispatch("READY", {}),
  dispatch("READY", null),
];

const envelope = (type: unknown, payload: unknown, more: object = {}) =>
  JSON.stringify({ envelope_id: "e-1", type, payload, ...more });

const socketFrames = [
  "",
  "null",
  "true",
  "[]",
  '"text"',
  "{",
  "<html>502</html>",
  new Uint8Array([0, 1, 2]),
  "{}",
  JSON.stringify({ type: null }),
  JSON.stringify({ type: "error" }),
  JSON.stringify({ type: "newer_than_this_program" }),
  JSON.stringify({ type: "hello", connection_info: null }),
  ...["events_api", "slash_commands", "interactive", "options"].flatMap((type) =>
    [
      null,
      [],
      "text",
      7,
      {},
      { type: null },
      { event: null },
      { event: {} },
      { type: "block_actions", actions: {} },
    ].map((payload) => envelope(type, payload)),
  ),
  envelope("events_api", { event: { type: "error" }, team_id: "T0SANDBOX" }),
  envelope("events_api", { event: { type: "app_home_opened", user: 7 }, team_id: "T0SANDBOX" }),
  envelope(
    "interactive",
    { type: "shortcut", callback_id: "x", user: { id: "U0MIA" } },
    { envelope_id: null },
  ),
];

const bodies = [
  "null",
  "true",
  "7",
  '"text"',
  "[]",
  "",
  "{",
  "\0",
  "{}",
  '{"type":null}',
  '{"payload":null}',
];

describe("what no platform ever sent", () => {
  test("to the gateway ends nothing, and the bot goes on", { timeout }, async ({ startRun }) => {
    const run = await startRun(slackOff);

    for (const frame of gatewayFrames) run.world.discord.gateway.sendRaw(frame);
    await discordIsBack(run);

    await expectWork(run, "Discord", "Ada");
  });

  test("to Slack's socket ends nothing, and the bot goes on", { timeout }, async ({ startRun }) => {
    const run = await startRun(discordOff);

    run.expectProblem(/acknowledged late, twice or unasked/);
    for (const frame of socketFrames) run.world.slack.sendRawFrame(frame);
    await sleep(settleMs);
    await run.world.slack.connected(1, 20_000);

    await expectWork(run, "Slack", "Ada");
  });

  test("to Slack's address, signed, is answered at once, and the bot goes on", { timeout }, async ({
    makeRun,
  }) => {
    const run = await makeRun();
    const { slack } = run.world;
    const { signingSecret } = slack.credentials;
    await run.start({
      ...discordOff,
      SLACK_APP_TOKEN: undefined,
      SLACK_SIGNING_SECRET: signingSecret,
      PORT: "0",
    });
    const url = `http://127.0.0.1:${portOf(run)}/slack/events`;

    for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain"]) {
      for (const body of [
        ...bodies,
        "payload=null",
        "payload=%7B",
        "payload=%5B%5D",
        "payload",
        "=&=&payload=",
      ]) {
        const { status } = await post(url, { body, type, signingSecret });
        expect([200, 400, 404], `${type} ${body}`).toContain(status);
      }
    }

    await slack.connectHttp(url);
    await expectWork(run, "Slack", "Ada");
  });

  test("as the address of Slack's socket, counts as an outage", { timeout }, async ({ makeRun }) => {
    const run = await makeRun();
    for (const url of ["not a url", "", 7, null, "https://example.com/", "ws://"]) {
      run.world.slack.fail("apps.connections.open", { body: { ok: true, url } });
    }
    run.world.slack.fail("apps.connections.open", { body: null });

    await run.start(discordOff);

    await expectWork(run, "Slack", "Ada");
  });

  test("as the address to resume at, or to connect again at, ends nothing", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun();
    run.world.slack.fail("apps.connections.open", { body: { ok: true, url: "not a url" } });
    run.world.slack.disconnectSockets("refresh_requested");
    run.world.discord.gateway.requestReconnect();
    await discordIsBack(run);
    await run.world.slack.connected(1, 20_000);

    await expectWork(run, "Slack", "Ada of Slack");
    await expectWork(run, "Discord", "Ada of Discord");
  });
});

describe("a log that cannot be written", () => {
  test("to a full disk does not stop the bot", { timeout }, async ({ makeRun }) => {
    const run = await makeRun();
    const child = startWith(run, openSync("/dev/full", "w"));
    await run.world.slack.connected(1, 40_000);

    await expectWork(run, "Slack", "Ada");

    expect(child.exitCode).toBeNull();
  });

  test("to a reader that has gone does not stop the bot", { timeout }, async ({ makeRun }) => {
    const run = await makeRun();
    const child = startWith(run, "pipe");
    await run.world.slack.connected(1, 40_000);
    child.stdout?.destroy();
    child.stderr?.destroy();

    await expectWork(run, "Slack", "Ada");

    expect(child.exitCode).toBeNull();
  });
});

/** A frame may have made the bot connect anew, which takes it a moment to begin with. */
async function discordIsBack({ world: { discord } }: Run): Promise<void> {
  await sleep(settleMs);
  await expect.poll(() => discord.gateway.connectedCount, { timeout: 30_000 }).toBe(1);
}

/** The whole way: a form, the database, Tavus, the answer. */
async function expectWork(run: Run, platform: "Discord" | "Slack", name: string): Promise<void> {
  const chat = somebody(run, platform);
  await create(chat, name);
  await reads(chat, `“${name}” is ready`, 20_000);
  expect(run.rows().filter((row) => row.name === name)).toHaveLength(1);
}

function startWith(run: Run, output: number | "pipe"): ChildProcess {
  const env: Record<string, string> = { PATH: process.env.PATH ?? "", ...run.world.env };
  delete env.DISCORD_TOKEN;
  const child = spawn(process.execPath, ["src/main.ts"], { env, stdio: ["ignore", output, output] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function post(
  url: string,
  { body, type, signingSecret }: { body: string; type: string; signingSecret: string },
): Promise<Response> {
  const at = Math.floor(Date.now() / 1000);
  const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex");
  const headers = {
    "content-type": type,
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": `v0=${digest}`,
  };
  return fetch(url, { method: "POST", headers, body });
}
