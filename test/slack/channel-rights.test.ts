import { expect, onTestFinished, test } from "vitest";
import { createSlackStandIn } from "../../sandbox/stand-ins/slack/stand-in.ts";
import { OutsideError } from "../../src/errors.ts";
import { canPostTo } from "../../src/slack/channel-rights.ts";
import { connectClient } from "../sandbox/stand-ins/slack/slack-web-client.ts";

async function setWorkspace() {
  const slack = await createSlackStandIn();
  onTestFinished(() => slack.close());
  const client = connectClient(slack);
  return { slack, ask: (channelId: string) => canPostTo(client, channelId) };
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
