import type { webApi } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import type { ChannelSeed } from "../../../../sandbox/stand-ins/slack/workspace.ts";
import { connectClient, refusal } from "./slack-web-client.ts";

let slack: SlackStandIn;
let client: webApi.WebClient;

const acme = "U0EVE";
const channels: ChannelSeed[] = [
  { id: "C0CONNECT", name: "with-acme", isExtShared: true, members: ["U0ADA", acme] },
  { id: "C0CLOSED", name: "with-acme-in-private", kind: "private", isExtShared: true },
  { id: "C0ASKED", name: "acme-is-asked", isPendingExtShared: true },
  { id: "C0GROUPWIDE", name: "all-of-us", isOrgShared: true },
  { id: "D0PAIR", kind: "im", hasBot: false, members: ["U0ADA", "U0MIA"] },
  { id: "G0FEW", kind: "mpim", members: ["U0ADA", "U0MIA", "U0BOT"] },
  { id: "G0OTHERS", kind: "mpim", hasBot: false, members: ["U0ADA", "U0MIA", "U0GUS"] },
];

beforeEach(async () => {
  slack = await createSlackStandIn({
    workspace: { users: [{ id: acme, name: "eve", teamId: "T0ACME" }], channels },
  });
  client = connectClient(slack);
});

afterEach(() => slack.close());

const plain = {
  is_shared: false,
  is_ext_shared: false,
  is_org_shared: false,
  is_pending_ext_shared: false,
  is_private: false,
  is_im: false,
  is_mpim: false,
  is_member: true,
};

test.each([
  ["C0GENERAL", {}],
  ["C0RANDOM", { is_member: false }],
  ["C0PRIVATE", { is_private: true }],
  ["C0CONNECT", { is_shared: true, is_ext_shared: true }],
  ["C0CLOSED", { is_shared: true, is_ext_shared: true, is_private: true }],
  ["C0ASKED", { is_pending_ext_shared: true }],
  ["C0GROUPWIDE", { is_shared: true, is_org_shared: true }],
  ["D0MIA", { is_im: true, is_private: true }],
  ["G0FEW", { is_mpim: true, is_private: true }],
])("%s says with whom it is shared, and what it is", async (channel, told) => {
  for (const scope of ["im:read", "mpim:read"]) slack.credentials.scopes.add(scope);
  slack.directMessages("U0MIA");

  const info = await client.conversations.info({ channel });

  expect(info.channel).toMatchObject({ id: channel, ...plain, ...told });
});

test("a channel becomes shared at any time, and members of the other company are in it", async () => {
  const general = slack.workspace.channels.get("C0GENERAL");
  if (general) Object.assign(general, { isPendingExtShared: true });
  const asked = await client.conversations.info({ channel: "C0GENERAL" });
  if (general) Object.assign(general, { isPendingExtShared: false, isExtShared: true });
  const shared = await client.conversations.info({ channel: "C0GENERAL" });

  expect(asked.channel).toMatchObject({ is_pending_ext_shared: true, is_ext_shared: false });
  expect(shared.channel).toMatchObject({ is_pending_ext_shared: false, is_ext_shared: true });
  const { members } = await client.conversations.members({ channel: "C0CONNECT" });
  expect(members).toEqual(["U0ADA", acme, "U0BOT"]);
  expect((await client.users.info({ user: acme })).user).toMatchObject({
    team_id: "T0ACME",
    is_stranger: false,
  });
});

test.each([
  ["C0SECRET", { error: "channel_not_found" }],
  ["D0PAIR", { error: "missing_scope", needed: "im:read" }],
  ["U0MIA", { error: "missing_scope", needed: "im:read" }],
  ["G0FEW", { error: "missing_scope", needed: "mpim:read" }],
  ["G0OTHERS", { error: "missing_scope", needed: "mpim:read" }],
  ["C0NOWHERE", { error: "channel_not_found" }],
])("what %s is, is not told", async (channel, refused) => {
  expect(await refusal(client.conversations.info({ channel }))).toMatchObject(refused);
});

test.each([
  "D0PAIR",
  "G0OTHERS",
])("%s is nowhere, with every scope, where the bot is not in it", async (channel) => {
  for (const scope of ["im:read", "mpim:read"]) slack.credentials.scopes.add(scope);

  expect(await refusal(client.conversations.info({ channel }))).toMatchObject({ error: "channel_not_found" });
  expect(await refusal(client.chat.postMessage({ channel, text: "x" }))).toMatchObject({
    error: "channel_not_found",
  });
});
