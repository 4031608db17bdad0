import { expect, test } from "vitest";
import { everyonePermissions } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import {
  answerTo,
  type Chat,
  offering,
  type Platform,
  platforms,
  reads,
  type Seen,
  type Submission,
} from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { type BotInProcess, startBotInProcess } from "../support/bot-in-process.ts";

/** Somebody loses every right of an admin, a moment after the bot has asked for it. */
function demote({ world }: BotInProcess, { platform, userId }: Chat): void {
  if (platform === "Discord")
    world.discord.guilds[0]?.changeMember(userId, { permissions: everyonePermissions });
  else Object.assign(world.slack.workspace.users.get(userId) ?? {}, { isAdmin: false });
}

async function startWithPersona(platform: Platform) {
  const started = await startBotInProcess();
  const chat = started.admin(platform);
  await (await started.admin(platform).openForm()).submit({ name: "Ada", prompt: "You help." });
  await expect.poll(() => started.world.tavus.account().personas).toHaveLength(1);
  return { ...started, chat };
}

const refusal = /Only (people with Manage Server|admins and owners|this team's)|was made by somebody else/;

/** What an admin is offered, and the buttons of it that change something. */
const offers: [what: string, offer: (chat: Chat) => Promise<Seen>, labels: string[]][] = [
  [
    "/persona-delete",
    (chat) => answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" })),
    ["Delete here only", "Delete here and in Tavus"],
  ],
  [
    "/persona-show",
    (chat) => answerTo(chat, () => chat.run("persona-show", { persona: "Ada" })),
    ["Unlink", "Delete"],
  ],
  [
    "/persona-forget",
    async (chat) => {
      const asked = await answerTo(chat, () => chat.run("persona-forget"));
      await asked.press("Export everything");
      return reads(chat, "Delete everything here?");
    },
    ["I have the file: delete all"],
  ],
  [
    "/persona-setup",
    async (chat) => {
      await (await chat.runForForm("persona-setup")).submit({ tavus_key: "sandbox-tavus-key" });
      return offering(chat, await reads(chat, "Saved"), "Remove key");
    },
    ["Remove key"],
  ],
];

const presses = platforms.flatMap((platform) =>
  offers.flatMap(([what, offer, labels]) => labels.map((label) => [platform, label, what, offer] as const)),
);

test.each(
  presses,
)("on %s somebody demoted cannot press “%s” of %s any more", async (platform, label, _what, offer) => {
  const started = await startWithPersona(platform);
  const { chat, world } = started;
  const offered = await offer(chat);
  demote(started, chat);

  const answer = await answerTo(chat, () => offered.press(label));

  expect(answer.text).toMatch(refusal);
  expect(world.tavus.account().personas).toHaveLength(1);
});

test.each(
  platforms,
)("on %s a command that acts at once is refused a moment after its person could", async (platform) => {
  const started = await startWithPersona(platform);
  const { chat } = started;
  await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
  demote(started, chat);

  const answer = await answerTo(chat, () => chat.run("persona-sync"));

  expect(answer.text).toMatch(refusal);
});

test.each(
  platforms,
)("on %s somebody demoted while the form of setup is open saves nothing of it", async (platform) => {
  const started = await startWithPersona(platform);
  const { chat } = started;
  const form = await chat.runForForm("persona-setup");
  demote(started, chat);

  const refused = await wordsOf(chat, await form.submit({ tavus_key: "sandbox-tavus-key" }));

  expect(refused).toMatch(refusal);
});

/** What a form that is refused says; on Discord it could not be opened again either. */
async function wordsOf({ platform }: Chat, submission: Submission): Promise<string> {
  return platform === "Discord" ? submission.said() : (await submission.refusal()).text;
}

test("on Discord a role that makes a manager counts as long as its person has it", async () => {
  const started = await startWithPersona("Discord");
  const [guild] = started.world.discord.guilds;
  const role = guild?.addRole("Personas");
  const admin = started.admin("Discord");
  await (await admin.runForForm("persona-setup")).submit({ managers: [role?.id ?? ""] });
  await reads(admin, "Saved");
  const chat = createDiscordChat(started.world.discord, { roles: [role?.id ?? ""] });
  const asked = await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
  const form = await chat.openForm();
  guild?.changeMember(chat.userId, { roles: [] });

  const answer = await answerTo(chat, () => asked.press("Delete here and in Tavus"));
  const refused = await wordsOf(chat, await form.submit({ name: "Eve", prompt: "You help." }));

  expect([answer.text, refused]).toEqual([expect.stringMatching(refusal), expect.stringMatching(refusal)]);
  expect(started.world.tavus.account().personas).toHaveLength(1);
});

test("where Slack does not say what somebody is, nothing is deleted, and they can try again", async () => {
  const { world, chat } = await startWithPersona("Slack");
  const asked = await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
  world.slack.fail("users.info", { error: "internal_error", times: 2 });

  const answer = await answerTo(chat, () => asked.press("Delete here and in Tavus"));
  expect(answer.text).toContain("did not say whether you belong to this workspace");
  expect(world.tavus.account().personas).toHaveLength(1);
  world.slack.clearFaults();
  await answerTo(chat, () => chat.run("persona-delete", { persona: "Ada" }));
  await (await reads(chat, "Delete “Ada”")).press("Delete here and in Tavus");

  await expect.poll(() => world.tavus.account().personas).toEqual([]);
});
