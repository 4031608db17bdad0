import { describe, expect, test } from "vitest";
import {
  forgottenFormReply,
  formIsReadyReply,
  formNotOpenedReply,
  formRefusalReply,
  incidentReply,
  interruptedReply,
  outdatedButtonReply,
  platformRefusalReply,
  sentenceReply,
  unknownCommandReply,
} from "../../src/chat/dispatch/fixed-replies.ts";
import { limits } from "../../src/chat/limits.ts";
import type { Platform } from "../../src/chat/member.ts";
import { inTeamsWords, type Meaning } from "../../src/chat/refusal.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { commands } from "../../src/commands/all.ts";
import { failedTitle, namesWithTitle } from "../../src/commands/failed-titles.ts";
import { outdatedFormReply, serversOnlyReply, unreadReply } from "../../src/discord/answer/fixed-replies.ts";
import { meaningOf } from "../../src/discord/discord-codes.ts";
import { ForgettingHaltedError, TeamForgottenError } from "../../src/errors.ts";
import { notInstalledReply, unknownWorkspaceReply } from "../../src/slack/answer/fixed-replies.ts";
import { meanings as slackMeanings } from "../../src/slack/slack-meanings.ts";
import { type Access, refusalFor } from "../../src/tenants/roles.ts";
import { greetingForm } from "../support/test-dispatcher.ts";
import { expectFailureSaid, expectKept } from "./said.ts";

const names = commands.flatMap(({ name, buttons = {} }) => [name, ...Object.keys(buttons)]);

test.each(names)("%s has a title for when it fails, which says what did not work", (name) => {
  const title = failedTitle(name) ?? "";

  expect(title).toMatch(/^[A-Z].+ did not work$/);
  expect(title.length).toBeLessThanOrEqual(limits.replyTitle);
  for (const platform of ["discord", "slack"] as const) expectKept(title, platform, name);
});

test("no title is left of what is there no more", () => {
  expect(namesWithTitle.filter((name) => !names.includes(name))).toEqual([]);
});

const title = failedTitle("persona-delete");
const meaning: Meaning = {
  cause: "the app lacks a scope",
  remedy: "Add it.",
  mender: "operator",
  about: "app",
};
const file = { name: "text.txt", text: "Hi" };

test.each<[of: string, reply: Reply, platforms?: readonly Platform[]]>([
  ["a rule", sentenceReply(new TeamForgottenError().message, title)],
  ["a rule while forgetting", sentenceReply(new ForgettingHaltedError().message, title)],
  ["an incident", incidentReply("abcdefgh", { mayBeDone: false, title })],
  ["an incident that may be done", incidentReply("abcdefgh", { mayBeDone: true, title })],
  ["a platform's no", platformRefusalReply("abcdefgh", { meaning, mayBeDone: true, title })],
  ["a restart", interruptedReply("persona-sync")],
  ["a restart under a button", interruptedReply(undefined)],
  ["an old button", outdatedButtonReply()],
  ["an old command", unknownCommandReply(file)],
  ...(["change", "sendAgain", "look", "runAgain", "none"] as const).map((way): [string, Reply] => [
    `a form (${way})`,
    formRefusalReply(greetingForm.fields, {
      errors: { name: "Choose it again." },
      formId: "f",
      way,
      text: file,
    }),
  ]),
  ["a forgotten form", forgottenFormReply(new TeamForgottenError().message, file)],
  ["an old form on Discord", outdatedFormReply(file), ["discord"]],
  ["what Discord alone understands", unreadReply(file), ["discord"]],
  ["a direct message on Discord", serversOnlyReply(), ["discord"]],
  [
    "a form that is late",
    formIsReadyReply({ form: greetingForm, command: "greet", formId: "f", values: {} }),
  ],
  [
    "a form that did not open",
    formNotOpenedReply("abcdefgh", { form: greetingForm, command: "greet", formId: "f", values: {} }),
  ],
  ["a workspace without the app", notInstalledReply("Install it there again."), ["slack"]],
  ["a workspace that cannot be read", unknownWorkspaceReply(), ["slack"]],
])("the answer to %s says what did not work and what to do", (of, reply, platforms) => {
  expectFailureSaid(reply, of, platforms);
});

const accesses: { [access in Access]: true } = {
  ...{ member: true, author: true, manager: true, admin: true, talk: true, video: true },
};

test.each(["discord", "slack"] as const)("who may, on %s, is said in its own words", async (platform) => {
  for (const access of Object.keys(accesses) as Access[]) {
    for (const hasManagers of [true, false]) {
      const rights = { hasManagers, talkFor: "managers", videoFor: "managers", platform } as const;
      const sentence = await refusalFor(async () => "member", access, rights);
      if (sentence !== undefined) {
        expectKept(sentence, platform, access);
        expect(sentence).toMatch(/Ask one of them\.$/);
      }
    }
  }
});

/** Discord's codes have up to six digits; below 1,000 they are statuses. */
const discordCodes = Array.from({ length: 400_000 }, (_, code) => code).filter((code) => meaningOf(code));

describe("what a platform's code means says what happened and what to do", () => {
  test.each(discordCodes)("Discord's %d", (code) => {
    expectMeant(meaningOf(code), "discord");
  });

  test.each(Object.entries(slackMeanings))("Slack's %s", (_code, found) => {
    expectMeant(found, "slack");
  });
});

function expectMeant(found: Meaning | undefined, platform: "discord" | "slack"): void {
  if (!found) expect.unreachable();
  const text = inTeamsWords(found);
  expect(found.remedy).toMatch(/^[A-Z/].+\.$/s);
  expect(text).toMatch(/^[A-Z“0-9].+\.$/s);
  expectKept(text, platform, text);
}
