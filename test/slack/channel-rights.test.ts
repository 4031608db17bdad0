import { expect, onTestFinished, test } from "vitest";
import { createSlackStandIn } from "../../sandbox/stand-ins/slack/stand-in.ts";
import { OutsideError } from "../../src/errors.ts";
import { canPostTo, createOutsiders } from "../../src/slack/channel-rights.ts";
import { createSharedClients, createWebClients } from "../../src/slack/clients.ts";
import { connectClient } from "../sandbox/stand-ins/slack/slack-web-client.ts";
import { createRecords } from "./setup.ts";

async function setWorkspace() {
  const slack = await createSlackStandIn();
  onTestFinished(() => slack.close());
  const client = connectClient(slack);
  const ask = (channelId: string) => canPostTo(client, channelId);
  return { slack, ask, outsidersIn: createOutsiders(client) };
}

test.each([
  "C0GENERAL",
  "C0PRIVATE",
])("%s, which the bot is in, is open, and nothing is posted", async (id) => {
  const { slack, ask } = await setWorkspace();

  expect(await ask(id)).toEqual({ kind: "yes" });
  expect(slack.messages(id)).toEqual([]);
  expect(slack.problems).toEqual([]);
});

test("where Slack does not say whether the bot is in a channel, the first message is what shows it", async () => {
  const { slack, ask } = await setWorkspace();
  slack.fail("conversations.info", { body: { ok: true, channel: { id: "C0GENERAL" } } });

  expect(await ask("C0GENERAL")).toEqual({ kind: "yes" });
});

test.each([
  ["C0RANDOM", /not in that channel. Type \/invite @PersonaForge/],
  ["C0SECRET", /private and I am not in it.*\/invite @PersonaForge/],
  ["C0NOWHERE", /does not exist any more/],
  ["C0ARCHIVE", /archived. Unarchive it/],
  ["U0ADA", /direct message. Choose a channel/],
])("%s is refused with the remedy for it", async (id, remedy) => {
  const { ask } = await setWorkspace();

  expect(await ask(id)).toEqual({ kind: "no", remedy: expect.stringMatching(remedy) });
});

test.each([
  "isExtShared",
  "isPendingExtShared",
] as const)("a channel that another company reads, or is about to (%s), takes nothing of the team's", async (sharing) => {
  const { slack, ask } = await setWorkspace();
  Object.assign(slack.workspace.channels.get("C0GENERAL") ?? {}, { [sharing]: true });

  expect(await ask("C0GENERAL")).toEqual({ kind: "no", remedy: expect.stringContaining("another company") });
});

test.each([
  ["isExtShared", expect.stringContaining("another company")],
  ["isPendingExtShared", expect.stringContaining("another company")],
  ["isOrgShared", undefined],
  ["isArchived", undefined],
] as const)("a channel that was the team's own and by now is %s says so of its readers alone", async (change, said) => {
  const { slack, outsidersIn } = await setWorkspace();
  Object.assign(slack.workspace.channels.get("C0GENERAL") ?? {}, { [change]: true });

  expect(await outsidersIn("C0GENERAL")).toEqual(said);
});

test("who reads a channel is asked once a minute, and where Slack does not say nothing speaks against it", async () => {
  const { slack, outsidersIn } = await setWorkspace();
  const asked: string[] = [];
  slack.onEvent(({ from, what }) => void (from === "bot" && asked.push(what)));

  const said = [await outsidersIn("C0GENERAL"), await outsidersIn("C0GENERAL")];
  slack.fail("conversations.info", { error: "internal_error" });
  said.push(await outsidersIn("C0RANDOM"));

  expect(said).toEqual([undefined, undefined, undefined]);
  expect(asked).toEqual(["conversations.info"]);
});

test("only that nobody else reads a channel is remembered: once it is the team's own again, it is that at once", async () => {
  const { slack, outsidersIn } = await setWorkspace();
  const channel = slack.workspace.channels.get("C0GENERAL") ?? {};
  Object.assign(channel, { isExtShared: true });

  const whileShared = await outsidersIn("C0GENERAL");
  Object.assign(channel, { isExtShared: false });

  expect([whileShared, await outsidersIn("C0GENERAL")]).toEqual([
    expect.stringContaining("another company"),
    undefined,
  ]);
});

test("a question that could not be asked, for the token lies in a database that is away, is asked again", async () => {
  const { slack } = await setWorkspace();
  const { log } = createRecords();
  let isAway = true;
  const tokens = {
    async current() {
      if (isAway) throw new OutsideError("the database is away");
      return slack.credentials.botToken;
    },
    insteadOf: async () => undefined,
  };
  const shared = createSharedClients({ apiUrl: slack.apiUrl, log });
  const outsidersIn = createOutsiders(
    createWebClients(shared, { tokens, onRefused: () => undefined }).repeatable,
  );

  await expect(outsidersIn("C0GENERAL")).rejects.toThrow("away");
  isAway = false;

  expect(await outsidersIn("C0GENERAL")).toBeUndefined();
});

test("following the remedy opens the channel", async () => {
  const { slack, ask } = await setWorkspace();
  const invite = (id: string) => {
    const channel = slack.workspace.channels.get(id);
    if (channel) Object.assign(channel, { hasBot: true, isArchived: false });
  };

  for (const id of ["C0RANDOM", "C0SECRET", "C0ARCHIVE"]) {
    invite(id);
    expect(await ask(id)).toEqual({ kind: "yes" });
  }
});

test("a missing scope is named", async () => {
  const { slack, ask } = await setWorkspace();
  slack.credentials.scopes.delete("channels:read");

  expect(await ask("C0GENERAL")).toEqual({ kind: "no", remedy: expect.stringContaining("channels:read") });
});

test("when Slack does not say, that is an error and not a no", async () => {
  const { slack, ask } = await setWorkspace();
  slack.fail("conversations.info", { status: 503 });

  await expect(ask("C0GENERAL")).rejects.toThrow(OutsideError);
});
