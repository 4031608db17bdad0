import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/slack/faults.ts";
import type { JsonObject } from "../../sandbox/stand-ins/slack/json.ts";
import type { SlackUser } from "../../sandbox/stand-ins/slack/workspace.ts";
import { answerTo, type Chat, reads } from "../support/black-box/black-box-chat.ts";
import { type BotInProcess, startBotInProcess } from "../support/bot-in-process.ts";

/** The bot in one workspace of an organization. */
async function startInOrganization(): Promise<BotInProcess> {
  const started = await startBotInProcess();
  await started.bot.stop(0);
  started.world.slack.workspace.enterpriseId = "E0ORG";
  await started.restart();
  return started;
}

/** Somebody whom Slack describes so; the bot has not met them. */
function somebody({ world, admin }: BotInProcess, described: Partial<SlackUser>): Chat {
  const chat = admin("Slack");
  Object.assign(world.slack.workspace.users.get(chat.userId) ?? {}, described);
  return chat;
}

const member: Partial<SlackUser> = { teamId: "E0ORG", teams: ["T0SISTER", "T0SANDBOX"] };

test.each<[string, Partial<SlackUser>]>([
  ["the organization", member],
  ["another workspace of theirs", { teamId: "T0SISTER", teams: ["T0SANDBOX", "T0SISTER"] }],
  ["the workspace itself", { teams: ["T0SANDBOX"] }],
])("somebody whom Slack names by %s types commands, sends forms, presses buttons and searches", async (_whose, described) => {
  const started = await startInOrganization();
  const { world } = started;

  await usesEverything(started, somebody(started, described));

  expect(world.tavus.account().personas).toHaveLength(1);
  expect(world.slack.problems).toEqual([]);
});

const organization = { id: "E0ORG", name: "Persona Group" };
const named = (payload: JsonObject, team_id: string | undefined): JsonObject =>
  "user" in payload ? { ...payload, user: { ...Object(payload.user), team_id } } : { ...payload, team_id };

/** What payloads say of whose they are, in the ways that Slack has, and in some that it may have. */
test.each<[string, (payload: JsonObject) => JsonObject]>([
  ["no team, but an organization", (payload) => ({ ...payload, team: null, enterprise: organization })],
  ["an organization in place of the person's team", (payload) => named(payload, "E0ORG")],
  ["another workspace in place of it", (payload) => named(payload, "T0SISTER")],
  ["another workspace all over", (payload) => named({ ...payload, team: { id: "T0SISTER" } }, "T0SISTER")],
  ["an organization's installation", (payload) => ({ ...payload, team: null, is_enterprise_install: true })],
  ["nothing", (payload) => named({ ...payload, team: undefined, enterprise: undefined }, undefined)],
])("payloads that name %s are taken from a member", async (_what, change) => {
  const started = await startInOrganization();
  started.world.slack.alter(change);

  await usesEverything(started, somebody(started, member));

  expect(started.world.tavus.account().personas).toHaveLength(1);
});

async function usesEverything({ world }: BotInProcess, chat: Chat): Promise<void> {
  const form = await chat.openForm();
  expect((await chat.suggestReplicas("a")).length).toBeGreaterThan(0);
  await form.submit({ name: "Grace", prompt: "You help." });
  await (await reads(chat, "“Grace” is ready")).press("Share to channel");
  await reads(chat, "Shared to the channel.");
  await chat.run("persona-show", { persona: "Grace" });
  await reads(chat, "You help.");
  expect(world.slack.ephemerals("C0GENERAL", chat.userId).length).toBeGreaterThan(0);
}

test.each<[string, Partial<SlackUser>]>([
  ["another company, in a shared channel", { teamId: "T0OTHER" }],
  ["another organization", { teamId: "E0OTHER", teams: ["T0OTHER"] }],
  ["another workspace of the organization alone", { teamId: "T0SISTER", teams: ["T0SISTER"] }],
  ["none of its workspaces", { teamId: "E0ORG", teams: [] }],
])("somebody of %s reads, makes and changes nothing, whatever the payload says", async (_whose, described) => {
  const started = await startInOrganization();
  const { world, admin } = started;
  const insider = admin("Slack");
  await (await insider.openForm()).submit({ name: "Ours", prompt: "Our secret." });
  const ready = await reads(insider, "“Ours” is ready");
  await ready.press("Share to channel");
  await reads(insider, "Shared to the channel.");
  const chat = somebody(started, { ...described, isAdmin: true });
  world.slack.alter((payload) => named(payload, "T0SANDBOX"));

  for (const command of [
    "persona-show",
    "persona-list",
    "persona-delete",
    "persona-setup",
    "persona-create",
  ]) {
    const answer = await answerTo(chat, () => chat.run(command, { persona: "Ours" }));
    expect(answer.text).toContain("You belong to another team");
  }
  const shared = chat.messages().find((message) => message.isPublic && message.text.includes("Ours"));
  for (const { code } of ready.buttons) await shared?.forge(code);
  await expect.poll(() => refusalsRead(chat)).toBe(5 + ready.buttons.length);

  expect(world.tavus.account().personas).toHaveLength(1);
  expect(
    chat
      .messages()
      .map(({ text }) => text)
      .join("\n"),
  ).not.toContain("Our secret.");
});

function refusalsRead(chat: Chat): number {
  return chat.messages().filter(({ text }) => text.includes("You belong to another team")).length;
}

test.each<[string, Fault, RegExp]>([
  ["fails", { error: "internal_error", times: 9 }, /did not say whether you belong to this workspace/],
  ["asks for a pause", { status: 429, retryAfterSeconds: 1, times: 9 }, /did not say/],
  ["is cut off", { drop: "before", times: 9 }, /did not say/],
  [
    "lacks a scope",
    { error: "missing_scope", times: 9 },
    /did not say .* The app lacks a scope\. Tell whoever runs the bot/,
  ],
  ["says nothing of use", { body: { ok: true, user: { id: "U1" } }, times: 9 }, /did not say/],
  ["is not understood", { body: { ok: true }, times: 9 }, /did not say/],
])("where users.info %s nothing is done, it is said, and the text stays in the form", async (_how, fault, words) => {
  const started = await startInOrganization();
  const { world, restart } = started;
  const chat = somebody(started, member);
  const form = await chat.openForm();
  await started.bot.stop(0);
  await restart();
  world.slack.fail("users.info", fault);

  const submission = await form.submit({ name: "Kept", prompt: "You help." });
  const refusal = await submission.refusal();
  expect(refusal.text).toMatch(words);
  expect(world.tavus.account().personas).toEqual([]);
  world.slack.clearFaults();
  expect(refusal.form.value("prompt")).toBe("You help.");
  // The pause that Slack asked for is kept.
  if ("retryAfterSeconds" in fault) await sleep(1_500);
  await refusal.form.submit();

  await reads(chat, "“Kept” is ready");
  expect(world.tavus.account().personas).toHaveLength(1);
});
