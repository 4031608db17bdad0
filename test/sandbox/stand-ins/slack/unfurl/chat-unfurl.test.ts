import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackGrid } from "../../../../../sandbox/stand-ins/slack/grid/grid.ts";
import type { Message } from "../../../../../sandbox/stand-ins/slack/message/messages.ts";
import type { Person } from "../../../../../sandbox/stand-ins/slack/person/person.ts";
import type { SlackStandIn } from "../../../../../sandbox/stand-ins/slack/stand-in.ts";
import { silentLogger } from "../slack-small-bot.ts";
import { connectClient, refusal } from "../slack-web-client.ts";
import { ada, ben, previewOf, startWithPreviews } from "./unfurl-setup.ts";

let slack: SlackStandIn;
let client: webApi.WebClient;
let mia: Person;
let message: Message;

const stray = "https://example.com/";

beforeEach(async () => {
  slack = await startWithPreviews();
  client = connectClient(slack);
  mia = slack.person("U0MIA");
  message = mia.say("C0GENERAL", `${ada} ${ben} ${stray}`);
});

afterEach(() => slack.close());

/** As JSON, for what the SDK's types do not let through. */
async function unfurl(args: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`${slack.apiUrl}chat.unfurl`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${slack.credentials.botToken}`,
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify(args),
  });
  return response.json();
}

function unfurlId(of: Message): unknown {
  return Object(slack.linkEvent(of)?.payload.event).unfurl_id;
}

const names = (previews: readonly { readonly blocks: readonly unknown[] }[]) =>
  previews.map(({ blocks }) => Object(blocks[0]).text.text);
const unfurls = { [ada]: previewOf("Ada") };
const source = "conversations_history";

test("previews hang on the message, each with its id, and a second call replaces its own alone", async () => {
  const place = { channel: message.channel, ts: message.ts };
  await client.chat.unfurl({ ...place, unfurls });
  await client.chat.unfurl({ ...place, unfurls: { [ben]: previewOf("Ben") } });
  const first = slack.previews(message);

  await client.chat.unfurl({ ...place, unfurls: { [ada]: previewOf("Ada, changed") } });
  const second = slack.previews(message);

  expect(names(first)).toEqual(["Ada", "Ben"]);
  expect(names(second)).toEqual(["Ada, changed", "Ben"]);
  expect(second.map(({ id, url }) => ({ id, url }))).toEqual([
    { id: 1, url: ada },
    { id: 2, url: ben },
  ]);
  expect(message).toMatchObject({ text: expect.stringContaining(ada), user: "U0MIA", edited: false });
  expect(slack.problems).toEqual([]);
});

test("a message is named by its unfurl_id too, and arguments may come as JSON", async () => {
  expect(await unfurl({ unfurl_id: unfurlId(message), source, unfurls })).toEqual({ ok: true });

  expect(names(slack.previews(message))).toEqual(["Ada"]);
});

test("where the bot is not, its preview is shown all the same", async () => {
  const secret = mia.say("C0SECRET", ada);

  await client.chat.unfurl({ channel: secret.channel, ts: secret.ts, unfurls });

  expect(names(slack.previews(secret))).toEqual(["Ada"]);
});

test.each(["unfurl_id", "channel"])("what is being written is named by %s", async (by) => {
  const composed = mia.compose("C0GENERAL", ada);
  const { message_ts: ts, unfurl_id, channel } = Object(composed.payload.event);
  expect(ts).toBe(unfurl_id);

  await unfurl(by === "channel" ? { channel, ts, unfurls } : { unfurl_id, source: "composer", unfurls });

  expect(names(slack.composerPreviews(composed))).toEqual(["Ada"]);
  expect(await unfurl({ unfurl_id, source, unfurls })).toMatchObject({ error: "invalid_unfurl_id" });
});

const richText = { type: "rich_text", elements: [{ type: "rich_text_section", elements: [] }] };
const refusals: [string, Record<string, unknown>, string][] = [
  ["without unfurls", { unfurls: undefined }, "missing_unfurls"],
  ["with null unfurls", { unfurls: null }, "missing_unfurls"],
  ["with no unfurl in it", { unfurls: {} }, "missing_unfurls"],
  ["with unfurls that are no JSON", { unfurls: "nope" }, "invalid_unfurls_format"],
  ["with a list of unfurls", { unfurls: [previewOf("Ada")] }, "invalid_unfurls_format"],
  ["with an unfurl that is a text", { unfurls: { [ada]: "Ada" } }, "invalid_unfurls_format"],
  ["without a channel", { channel: undefined }, "missing_channel"],
  ["without a ts", { ts: undefined }, "missing_ts"],
  ["without a source", { unfurl_id: "x" }, "missing_source"],
  ["without an unfurl_id", { source }, "missing_unfurl_id"],
  ["from another source", { unfurl_id: "x", source: "elsewhere" }, "invalid_source"],
  ["with an unknown unfurl_id", { unfurl_id: "x", source }, "invalid_unfurl_id"],
  ["in an unknown channel", { channel: "C0NOWHERE" }, "cannot_find_channel"],
  ["of an unknown message", { ts: "1.000001" }, "cannot_find_message"],
  ["of an unknown composer", { channel: "COMPOSER", ts: "1.000001" }, "cannot_find_message"],
  ["of a link that is not in it", { unfurls: { [`${ada}/x`]: previewOf("x") } }, "cannot_unfurl_message"],
  ["of a link it was not told of", { unfurls: { [stray]: previewOf("x") } }, "cannot_unfurl_url"],
  [
    "of one link that is not in it, and one that is",
    { unfurls: { ...unfurls, [stray]: {} } },
    "cannot_unfurl_url",
  ],
  ["with nothing to show", { unfurls: { [ada]: { blocks: [] } } }, "cannot_parse_attachment"],
  ["with an unknown block", { unfurls: { [ada]: { blocks: [{ type: "box" }] } } }, "invalid_blocks"],
  ["with rich text", { unfurls: { [ada]: { blocks: [richText] } } }, "invalid_blocks"],
  ["with too long a text", { unfurls: { [ada]: previewOf("x".repeat(3001)) } }, "invalid_blocks"],
  [
    "one good and one bad",
    { unfurls: { ...unfurls, [ben]: { blocks: [{ type: "box" }] } } },
    "invalid_blocks",
  ],
  ["asking people to sign in", { user_auth_required: true }, "invalid_arguments"],
];

test.each(refusals)("an unfurl %s is refused, and nothing is shown", async (_how, change, error) => {
  const good = { channel: message.channel, ts: message.ts, unfurls };

  expect(await unfurl({ ...good, ...change })).toMatchObject({ ok: false, error });
  expect(slack.previews(message)).toEqual([]);
  const isBotsFault = !error.startsWith("cannot_find");
  expect(slack.problems.map(({ where }) => where)).toEqual(isBotsFault ? ["chat.unfurl"] : []);
});

test("without links:write it says what is needed and what is provided", async () => {
  slack.credentials.scopes.delete("links:write");
  const call = client.chat.unfurl({ channel: message.channel, ts: message.ts, unfurls });

  expect(await refusal(call)).toMatchObject({
    error: "missing_scope",
    needed: "links:write",
    provided: [...slack.credentials.scopes].join(","),
  });
});

test("a domain that is added later covers no message that was there before", async () => {
  slack.workspace.unfurlDomains.push("example.com");
  const call = { channel: message.channel, ts: message.ts, unfurls: { [stray]: previewOf("x") } };

  expect(await refusal(client.chat.unfurl(call))).toMatchObject({ error: "cannot_unfurl_url" });
  const later = mia.say("C0GENERAL", stray);
  await client.chat.unfurl({ ...call, ts: later.ts });

  expect(slack.previews(later)).toHaveLength(1);
});

test("among several workspaces a link is unfurled with the token of its own alone", async () => {
  const unfurlDomains = ["personas.example"];
  const workspaces = [
    { teamId: "T0ONE", unfurlDomains },
    { teamId: "T0TWO", unfurlDomains },
  ];
  const grid = await createSlackGrid({ workspaces });
  const [one, two] = workspaces.map(({ teamId }) => grid.team(teamId));
  for (const team of grid.teams)
    for (const scope of ["links:read", "links:write"]) team.credentials.scopes.add(scope);
  const unfurlAs = (teamId: string, args: webApi.ChatUnfurlArguments) => {
    const outcome = grid.tokens.exchange({ code: grid.tokens.issueCode(teamId, "", ""), redirect_uri: "" });
    const token = "grant" in outcome ? outcome.grant.token : "";
    const options = { slackApiUrl: grid.apiUrl, retryConfig: { retries: 0 }, logger: silentLogger };
    return new webApi.WebClient(token, options).chat.unfurl(args);
  };
  const user = String([...(two?.workspace.users.keys() ?? [])].find((id) => id.endsWith("MIA")));
  const channel = String([...(two?.workspace.channels.keys() ?? [])][0]);
  const composed = two?.person(user).compose(channel, ada);
  const { unfurl_id, message_ts: ts } = Object(composed?.payload.event);

  await unfurlAs("T0TWO", { unfurl_id, source: "composer", unfurls });
  expect(composed && names(two?.composerPreviews(composed) ?? [])).toEqual(["Ada"]);
  expect(grid.problems()).toEqual([]);

  const byId = unfurlAs("T0ONE", { unfurl_id, source: "composer", unfurls });
  expect(await refusal(byId)).toMatchObject({ error: "invalid_unfurl_id" });
  const byPlace = unfurlAs("T0ONE", { channel: "COMPOSER", ts, unfurls });
  expect(await refusal(byPlace)).toMatchObject({ error: "cannot_find_message" });
  const foreign = grid.problems().filter(({ message }) => message.includes("of another workspace"));
  expect(foreign).toHaveLength(2);
  expect(one?.problems).toHaveLength(1);
  await grid.close();
});
