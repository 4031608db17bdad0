import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { reads } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { expectLinkedOnce } from "../support/black-box/black-box-rows.ts";
import { type ProcessRun, portOf, test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;

async function startOnHttp(run: ProcessRun, changes: Record<string, string>): Promise<void> {
  const { slack } = run.world;
  await run.start({
    DISCORD_TOKEN: undefined,
    SLACK_APP_TOKEN: undefined,
    SLACK_SIGNING_SECRET: slack.credentials.signingSecret,
    PORT: "0",
    ...changes,
  });
  await slack.connectHttp(`http://127.0.0.1:${portOf(run)}/slack/events`);
}

async function readiness(run: ProcessRun) {
  const response = await fetch(`http://127.0.0.1:${portOf(run)}/ready`);
  const { status } = (await response.json()) as { status: string };
  return [response.status, response.headers.get("connection"), status];
}

test("from SIGTERM on nobody new is sent here, and who still comes is served as before", { timeout }, async ({
  makeRun,
}) => {
  const run = await makeRun();
  await startOnHttp(run, { DRAIN_SECONDS: "600" });
  const before = await readiness(run);

  run.bot.child.kill("SIGTERM");
  await expect.poll(() => readiness(run)).toEqual([503, "close", "stopping"]);
  const chat = somebody(run, "Slack");
  await create(chat, "Ada");
  await reads(chat, "“Ada” is ready");
  // Whoever does not want to wait says so once more, later than an echo of the first would come.
  await pause(600);
  run.bot.child.kill("SIGTERM");

  expect(before).toEqual([200, "keep-alive", "ok"]);
  expect(await run.bot.exited).toBe(1);
  expectLinkedOnce(run, ["Ada"]);
});

test("when that time is over it stops in order", { timeout }, async ({ makeRun }) => {
  const run = await makeRun();
  await startOnHttp(run, { DRAIN_SECONDS: "1", STOP_SECONDS: "20" });

  run.bot.child.kill("SIGTERM");

  expect(await run.bot.exited).toBe(0);
  expect(run.lines.filter((line) => /"msg":"stopp(ing|ed)"/.test(line))).toHaveLength(2);
});

test("a signal that is passed on besides, as npm does, takes nothing from the time of the first", {
  timeout,
}, async ({ makeRun }) => {
  const run = await makeRun();
  await startOnHttp(run, { DRAIN_SECONDS: "1" });

  run.bot.child.kill("SIGINT");
  run.bot.child.kill("SIGTERM");

  expect(await run.bot.exited).toBe(0);
  expect(run.lines.filter((line) => /"msg":"stopp(ing|ed)"/.test(line))).toHaveLength(2);
});
