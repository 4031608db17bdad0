import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackGrid } from "../../../../../sandbox/stand-ins/slack/grid/grid.ts";
import type { Person } from "../../../../../sandbox/stand-ins/slack/person/person.ts";
import type { SlackStandIn } from "../../../../../sandbox/stand-ins/slack/stand-in.ts";
import { startHttpBot, startSocketBot } from "../slack-small-bot.ts";
import { connectClient } from "../slack-web-client.ts";
import { ada, ben, previewOf, startWithPreviews } from "./unfurl-setup.ts";

let slack: SlackStandIn;
let mia: Person;

beforeEach(async () => {
  slack = await startWithPreviews({
    unfurlDomains: ["personas.example", "deep.personas.example", "sub.other.example"],
    channels: [
      { id: "D0PAIR", kind: "im", hasBot: false, members: ["U0ADA", "U0MIA"] },
      { id: "G0FEW", kind: "mpim", hasBot: false },
      { id: "C0CONNECT", name: "with-acme", isExtShared: true },
    ],
  });
  mia = slack.person("U0MIA");
});

afterEach(() => slack.close());

function told(text: string): unknown {
  return eventOf(slack.linkEvent(mia.say("C0GENERAL", text))?.payload)?.links;
}

function eventOf(payload: unknown): Record<string, unknown> | undefined {
  return payload ? Object(payload).event : undefined;
}

const on = (url: string, domain = "personas.example") => ({ domain, url });

test.each([
  ["a bare address", `look at ${ada}!`, [on(ada)]],
  ["one with http alone", "http://personas.example/p/x", [on("http://personas.example/p/x")]],
  ["one in brackets, as messages keep it", `<${ada}>`, [on(ada)]],
  ["one with other words", `<${ada}|Ada, ${ben}>`, [on(ada)]],
  ["several, each once", `${ben} ${ada} (${ben})`, [on(ben), on(ada)]],
  ["one on a port", "https://personas.example:8443/p", [on("https://personas.example:8443/p")]],
  ["one below the domain", "https://a.b.personas.example/p", [on("https://a.b.personas.example/p")]],
  [
    "one below two domains",
    "https://x.deep.personas.example/",
    [on("https://x.deep.personas.example/", "deep.personas.example")],
  ],
  ["one in capitals", "https://PERSONAS.example/p", [on("https://PERSONAS.example/p")]],
  ["an ampersand", `${ada}?a=1&b=2`, [on(`${ada}?a=1&amp;b=2`)]],
  ["an ampersand that is kept already", `<${ada}?a=1&amp;b=2>`, [on(`${ada}?a=1&amp;b=2`)]],
  ["only what is the app's", `https://example.com ${ada}`, [on(ada)]],
  ["nothing of another domain", "https://notpersonas.example/p/per_ada", undefined],
  ["nothing above the domain", "https://other.example/p", undefined],
  ["nothing that only mentions it", "https://evil.test/personas.example", undefined],
  ["nothing with the domain as a user", "https://personas.example@evil.test/", undefined],
  ["nothing without a protocol", "personas.example/p/per_ada", undefined],
  ["nothing in code", `\`${ada}\` and \`\`\`\n${ada}\n\`\`\``, undefined],
  ["nothing where there is none", "hello", undefined],
])("of a message the app is told %s", (_what, text, links) => {
  expect(told(text)).toEqual(links);
});

test.each([
  ["C0GENERAL", true],
  ["C0RANDOM", false],
  ["C0SECRET", false],
  ["D0PAIR", false],
  ["G0FEW", false],
])("a link in %s is told, wherever the bot is", (channel, isMember) => {
  const message = mia.say(channel, ada);

  expect(slack.linkEvent(message)?.payload).toMatchObject({
    type: "event_callback",
    team_id: "T0SANDBOX",
    event_id: expect.stringMatching(/^Ev/),
    event_time: expect.any(Number),
    authorizations: [{ team_id: "T0SANDBOX", user_id: "U0BOT", is_bot: true }],
    is_ext_shared_channel: false,
    event: {
      type: "link_shared",
      channel,
      is_bot_user_member: isMember,
      user: "U0MIA",
      user_locale: "de-DE",
      message_ts: message.ts,
      unfurl_id: expect.stringContaining(message.ts),
      source: "conversations_history",
      event_ts: expect.any(String),
      links: [{ domain: "personas.example", url: ada }],
    },
  });
});

test("a link in a thread names it, and one of a shared channel says so", () => {
  const first = mia.say("C0CONNECT", "hello");
  const reply = slack.person("U0STRANGER").reply(first, ada);
  const below = mia.reply(reply, ada);

  expect(slack.linkEvent(below)?.payload).toMatchObject({
    is_ext_shared_channel: true,
    event: { thread_ts: first.ts, message_ts: below.ts },
  });
  expect(eventOf(slack.linkEvent(mia.say("C0CONNECT", ada))?.payload)).not.toHaveProperty("thread_ts");
});

test.each([
  ["without the scope", (app: SlackStandIn) => app.credentials.scopes.delete("links:read")],
  ["without a domain", (app: SlackStandIn) => app.workspace.unfurlDomains.splice(0)],
  ["where it is not installed", (app: SlackStandIn) => app.uninstall()],
])("the app is told nothing %s", (_when, change) => {
  change(slack);

  expect(told(ada)).toBeUndefined();
  expect(() => mia.compose("C0GENERAL", ada)).toThrow("not told");
});

test("the app's own messages are not told", async () => {
  const heard: unknown[] = [];
  slack.onEvent(({ what, body }) => void (what === "events_api" && heard.push(body)));

  await connectClient(slack).chat.postMessage({ channel: "C0GENERAL", text: ada });
  const [own] = slack.messages("C0GENERAL");

  expect(own && slack.linkEvent(own)).toBeUndefined();
  expect(heard).toEqual([]);
});

test("in an organization events have neither unfurl_id nor source, and composers are not told of", async () => {
  const grid = await createSlackGrid({
    workspaces: [{ teamId: "T0ONE", enterpriseId: "E0ONE", unfurlDomains: ["personas.example"] }],
  });
  const team = grid.team("T0ONE");
  team.credentials.scopes.add("links:read");
  const person = team.person(String([...team.workspace.users.keys()].find((id) => id.endsWith("MIA"))));
  const channel = String([...team.workspace.channels.keys()][0]);

  const event = eventOf(team.linkEvent(person.say(channel, ada))?.payload);

  expect(event).toMatchObject({ type: "link_shared", links: [{ url: ada }] });
  expect(event).not.toHaveProperty("unfurl_id");
  expect(event).not.toHaveProperty("source");
  expect(() => person.compose(channel, ada)).toThrow("organization");
  await grid.close();
});

test.each([
  ["a socket", startSocketBot],
  ["HTTP", startHttpBot],
])("over %s a bot hears of a link, in a message and in a composer, and gives its preview", async (_way, start) => {
  const bot = await start(slack);
  if (bot.url !== undefined) await slack.connectHttp(bot.url);
  bot.app.event("link_shared", async ({ event, client }) => {
    const unfurls = Object.fromEntries(event.links.map(({ url }) => [url, previewOf(url)]));
    await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
  });

  const composed = mia.compose("C0GENERAL", ada);
  const [draft] = await slack.until(() => nonEmpty(slack.composerPreviews(composed)));
  const message = mia.say("C0GENERAL", `${ada} ${ben}`);
  const previews = await slack.until(() => nonEmpty(slack.previews(message)));

  expect(composed.payload).toMatchObject({ event: { channel: "COMPOSER", source: "composer" } });
  expect(draft).toMatchObject({ url: ada });
  expect(previews.map(({ url }) => url)).toEqual([ada, ben]);
  expect(await slack.linkEvent(message)?.acked()).toMatchObject({ outcome: "acked" });
  expect(slack.problems).toEqual([]);
  await bot.stop();
});

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}
