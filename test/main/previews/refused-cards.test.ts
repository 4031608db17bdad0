import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/slack/faults.ts";
import { reads } from "../../support/black-box/black-box-chat.ts";
import { expectPreviews, startWithPersona } from "../../support/link-previews.ts";
import { untilTrue } from "../../support/until-true.ts";

const failures: [what: string, method: string, fault: Fault][] = [
  ["asks for a pause", "chat.unfurl", { status: 429, retryAfterSeconds: 60 }],
  ["is out of order", "chat.unfurl", { status: 503, times: 2 }],
  ["hangs up", "chat.unfurl", { drop: "before", times: 2 }],
  ["lacks a scope", "chat.unfurl", { error: "missing_scope" }],
  ["has no such domain", "chat.unfurl", { error: "cannot_unfurl_url" }],
  ["says what nobody knows", "chat.unfurl", { error: "a_code_of_next_year" }],
  ["does not say who somebody is", "users.info", { status: 503, times: 2 }],
];

test.each(
  failures,
)("where Slack %s, no card is shown, which the log says once, and commands go on", async (_what, method, fault) => {
  const { slack, link, lines, chat } = await startWithPersona();
  const owen = slack.person("U0OWEN");
  const said = () => lines.filter((line) => line.includes("could not be previewed"));

  slack.fail(method, fault);
  const first = owen.say("C0GENERAL", link);
  await untilTrue(() => said().length > 0, { what: "the log line" });
  slack.fail(method, fault);
  const second = owen.say("C0GENERAL", `${link}?again`);
  await slack.linkEvent(second)?.acked();
  await sleep(300);
  slack.clearFaults();

  expect([...slack.previews(first), ...slack.previews(second)]).toEqual([]);
  expect(said()).toHaveLength(1);
  await chat.run("persona-list");
  await reads(chat, "Personas: 1");
});

test.each([
  "cannot_find_message",
  "cannot_unfurl_message",
  "message_not_found",
])("where the message is gone (%s) nobody hears of it", async (error) => {
  const { slack, link, lines } = await startWithPersona();
  slack.fail("chat.unfurl", { error });

  await expectPreviews(slack, slack.person("U0MIA").say("C0GENERAL", link), 0);

  expect(lines.filter((line) => line.includes("could not be previewed"))).toEqual([]);
});
