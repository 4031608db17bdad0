import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { type SmallBot, startHttpBot, startSocketBot } from "./slack-small-bot.ts";

const ACK_DEADLINE_MS = 300;

let slack: SlackStandIn;
let bots: SmallBot[];

async function start(startBot: (slack: SlackStandIn) => Promise<SmallBot>): Promise<SmallBot> {
  const bot = await startBot(slack);
  bots.push(bot);
  return bot;
}

beforeEach(async () => {
  slack = await createSlackStandIn({ ackDeadlineMs: ACK_DEADLINE_MS });
  bots = [];
});

afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await slack.close();
});

test("a command nobody acknowledges ends in operation_timeout, and that is a problem", async () => {
  await start(startSocketBot);

  const ack = await (await slack.person("U0ADA").command("C0GENERAL", "/silent")).acked();

  expect(ack.outcome).toBe("operation_timeout");
  expect(slack.problems).toMatchObject([{ where: "slash_commands", message: "operation_timeout" }]);
});

test("with no socket a delivery fails at once, which is no problem of the bot's", async () => {
  const ack = await (await slack.person("U0ADA").command("C0GENERAL", "/echo", "x")).acked();

  expect(ack.outcome).toBe("dispatch_failed");
  expect(slack.problems).toEqual([]);
});

test("the same envelope can be delivered twice, and each copy is acknowledged", async () => {
  await start(startSocketBot);
  const first = await slack.person("U0ADA").command("C0GENERAL", "/echo", "twice");
  const again = slack.deliver(first.payload, { id: first.id, retryAttempt: 1, retryReason: "timeout" });

  const acks = await Promise.all([first.acked(), again.acked()]);

  expect(acks.map((ack) => ack.outcome)).toEqual(["acked", "acked"]);
  expect(slack.ephemerals("C0GENERAL", "U0ADA")).toHaveLength(2);
});

test("each payload goes to one of several sockets", async () => {
  const seen: string[] = [];
  for (const name of ["one", "two"]) {
    const bot = await start(startSocketBot);
    bot.app.command("/who", async ({ ack }) => {
      seen.push(name);
      await ack();
    });
  }

  for (let turn = 0; turn < 4; turn += 1) {
    await (await slack.person("U0ADA").command("C0GENERAL", "/who")).acked();
  }

  expect(seen.toSorted()).toEqual(["one", "one", "two", "two"]);
});

test("a disconnect message closes the socket", async () => {
  await start(startSocketBot);

  slack.disconnectSockets("refresh_requested");

  await slack.until(() => (slack.socketCount() === 0 ? true : undefined));
});

test("a bot over HTTP refuses a wrong signature and a stale one", async () => {
  const bot = await start(startHttpBot);
  await slack.connectHttp(bot.url ?? "");
  const { payload } = await slack.person("U0ADA").command("C0GENERAL", "/echo", "hello");
  const tenMinutesAgo = Math.floor(Date.now() / 1000) - 600;

  const forged = await slack.deliver(payload, { signingSecret: "not the secret" }).acked();
  const stale = await slack.deliver(payload, { signedAtSeconds: tenMinutesAgo }).acked();

  expect([forged.status, stale.status]).toEqual([401, 401]);
  expect(slack.problems).toEqual([]);
});

test("an address that does not answer the challenge is not connected", async () => {
  await expect(slack.connectHttp(`${slack.apiUrl}api.test`)).rejects.toThrow("challenge");
});

test("a listener hears every step on the wire", async () => {
  const steps: string[] = [];
  await start(startSocketBot);
  slack.onEvent((step) => steps.push(`${step.from}: ${step.what}`));

  await (await slack.person("U0ADA").command("C0GENERAL", "/echo", "x")).acked();

  expect(steps).toEqual(["slack: slash_commands", "bot: ack", "slack: acked"]);
});
