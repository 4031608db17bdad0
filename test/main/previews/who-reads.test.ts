import { expect, test } from "vitest";
import type { JsonObject } from "../../../sandbox/stand-ins/slack/json.ts";
import { reads } from "../../support/black-box/black-box-chat.ts";
import { expectPreviews, startWithPersona, type WithPersona } from "../../support/link-previews.ts";
import { untilTrue } from "../../support/until-true.ts";

const ours = { context_team_id: "T0SANDBOX", shared_team_ids: ["T0SANDBOX"], internal_team_ids: [] };

test.each<[what: string, channel: JsonObject | undefined, isShown: boolean]>([
  ["of this workspace alone", { ...ours }, true],
  ["of which Slack says nothing more", {}, true],
  ["seen from another workspace", { ...ours, context_team_id: "T0OTHER" }, false],
  ["shared with a team, whatever else Slack says", { ...ours, shared_team_ids: ["T0SANDBOX", "T9"] }, false],
  ["shared inside an organization", { ...ours, internal_team_ids: ["T0SANDBOX", "T9"] }, false],
  ["connected to a company", { ...ours, connected_team_ids: ["T9"] }, false],
  ["connected to a company in part", { ...ours, connected_limited_team_ids: ["T9"] }, false],
  ["that a company is asked into", { ...ours, pending_connected_team_ids: ["T9"] }, false],
  ["that a workspace is asked into", { ...ours, pending_shared: ["T9"] }, false],
  ["another company is the host of", { ...ours, conversation_host_id: "T9" }, false],
  ["of an organization that is not ours", { ...ours, context_team_id: "E9" }, false],
  ["everybody of the organization is in", { ...ours, is_org_mandatory: true }, false],
  ["shared with everybody", { ...ours, is_global_shared: true }, false],
  ["that Slack says nothing of", undefined, false],
])("in a channel %s a card is for all who read there, or not shown", async (_what, channel, isShown) => {
  const { slack, link } = await startWithPersona();
  const body = channel && { ok: true, channel: { id: "C0GENERAL", is_channel: true, ...channel } };
  slack.fail("conversations.info", { body: body ?? { ok: true } });

  const message = slack.person("U0MIA").say("C0GENERAL", link);

  await expectPreviews(slack, message, isShown ? 1 : 0);
});

/** The event of a link in a channel where cards are shown, altered; it is sent as another one. */
async function afterAltered(
  { slack, link }: WithPersona,
  change: (payload: JsonObject, event: JsonObject) => JsonObject,
) {
  let count = 0;
  slack.alter((payload) => {
    if (payload.type !== "event_callback") return payload;
    count += 1;
    const event = payload.event as JsonObject;
    return { ...change(payload, event), event_id: `Ev0ALTERED${count}` };
  });
  return slack.person("U0MIA").say("C0GENERAL", link);
}

test.each<[what: string, change: (payload: JsonObject, event: JsonObject) => JsonObject, isShown: boolean]>([
  ["as it is", (payload) => payload, true],
  [
    "without a source, as in an organization",
    (payload, { source: _, unfurl_id: __, ...event }) => ({ ...payload, event }),
    true,
  ],
  ["from nobody", (payload, { user: _, ...event }) => ({ ...payload, event }), false],
  ["from a bot", (payload, event) => ({ ...payload, event: { ...event, bot_id: "B0OTHER" } }), false],
  ["from a bot's own user", (payload, event) => ({ ...payload, event: { ...event, user: "U0BOT" } }), false],
  ["from Slack's bot", (payload, event) => ({ ...payload, event: { ...event, user: "USLACKBOT" } }), false],
  [
    "from somebody whom Slack does not know",
    (payload, event) => ({ ...payload, event: { ...event, user: "U0NOBODY" } }),
    false,
  ],
  [
    "from somebody of another company",
    (payload, event) => ({ ...payload, event: { ...event, user: "U0EVE" } }),
    false,
  ],
  [
    "of a channel with others, as the event says",
    (payload) => ({ ...payload, is_ext_shared_channel: true }),
    false,
  ],
  [
    "of another workspace",
    (payload) => ({ ...payload, team_id: "T0OTHER", authorizations: [{ team_id: "T0OTHER" }] }),
    false,
  ],
  [
    "from a source of next year",
    (payload, event) => ({ ...payload, event: { ...event, source: "canvas" } }),
    false,
  ],
  ["without links", (payload, { links: _, ...event }) => ({ ...payload, event }), false],
  [
    "with links of nothing",
    (payload, event) => ({ ...payload, event: { ...event, links: [{}, { url: null }, { url: "" }] } }),
    false,
  ],
])("a link %s shows a card, or stays a link and no more", async (_what, change, isShown) => {
  const started = await startWithPersona();

  const message = await afterAltered(started, change);
  await expectPreviews(started.slack, message, isShown ? 1 : 0);

  expect(started.lines.filter((line) => line.includes("could not be previewed"))).toEqual([]);
});

test("a channel that others join while the card is being made gets none", async () => {
  const { slack, link } = await startWithPersona();
  slack.fail("users.info", { delayMs: 50 });
  const channel = slack.workspace.channels.get("C0GENERAL");
  if (!channel) throw new Error("The channel is gone.");

  const message = slack.person("U0OWEN").say("C0GENERAL", link);
  channel.isExtShared = true;

  await expectPreviews(slack, message, 0);
});

test("a link that comes twice, and again later, has one card", async () => {
  const { slack, link } = await startWithPersona();
  const message = slack.person("U0MIA").say("C0GENERAL", link);
  const event = slack.linkEvent(message);
  if (!event) throw new Error("Slack told of no link.");

  await Promise.all([
    slack.deliver(event.payload, { id: event.id, retryAttempt: 1 }).acked(),
    slack.deliver(event.payload).acked(),
  ]);
  await expectPreviews(slack, message, 1);

  expect(slack.problems).toEqual([]);
});

test("many links at once show some cards, leave commands their calls, and are said once", async () => {
  const { slack, link, lines, chat } = await startWithPersona();
  const calls = { "conversations.info": 0, "chat.unfurl": 0, "users.info": 0 };
  slack.onEvent((step) => {
    const text = JSON.stringify(step);
    for (const method of Object.keys(calls) as (keyof typeof calls)[])
      if (text.includes(`"${method}"`)) calls[method] += 1;
  });

  const messages = Array.from({ length: 100 }, (_, index) =>
    slack.person("U0MIA").say("C0GENERAL", `${link}?${index}`),
  );
  await Promise.all(messages.map((message) => slack.linkEvent(message)?.acked()));
  await untilTrue(() => lines.some((line) => line.includes("links come so fast")), { what: "the log line" });
  await chat.run("persona-list");
  await reads(chat, "Personas: 1");

  const shown = () => messages.filter((message) => slack.previews(message).length > 0).length;
  await untilTrue(() => shown() === 20, { what: "the previews" });
  expect(lines.filter((line) => line.includes("links come so fast"))).toHaveLength(1);
  expect(calls).toEqual({ "conversations.info": 20, "chat.unfurl": 20, "users.info": 1 });
});
