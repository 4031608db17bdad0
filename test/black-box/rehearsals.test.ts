import { describe, expect, test } from "vitest";
import { permission } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import { type Chat, offers, platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { setUp, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import type { TableRow } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside();

/** A persona of this name, in a team that lets people rehearse. */
async function persona(chat: Chat, name: string): Promise<void> {
  const admin = someAdmin(theRun(), chat.platform as (typeof platforms)[number]);
  await setUp(admin, {});
  const form = await (await offers(admin, "Calls and videos")).pressForForm("Calls and videos");
  await form.submit({ rehearsal: "on" });
  const isOn = (row: TableRow) => row.tenant_id === chat.tenantId && row.rehearsal_on === 1;
  await waitFor(() => theRun().table("tenant_settings").some(isOn));
  const made = await chat.openForm({ replica: "r90bbd427f71" });
  await made.submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
}

async function rehearse(chat: Chat, name: string): Promise<void> {
  await chat.run("persona-show", { persona: name });
  await (await offers(chat, "Rehearse")).press("Rehearse");
}

async function say(chat: Chat, text: string): Promise<void> {
  const form = await (await offers(chat, "Say something")).pressForForm("Say something");
  await form.submit({ text });
}

const rooms = () => theRun().world.tavus.account().rooms;
const inSlacksThreads = () =>
  theRun()
    .world.slack.messages("C0GENERAL")
    .filter(({ threadTs }) => threadTs !== undefined);

test("on Discord a rehearsal lies in a private thread, which nobody else sees", async () => {
  const [ada, ben] = [somebody(theRun(), "Discord"), somebody(theRun(), "Discord")];
  await persona(ada, "Private");

  await rehearse(ada, "Private");
  await reads(ada, "is in a thread");
  await say(ada, "Who are you?");
  const answer = await reads(ada, "This is Private, answer 1");
  expect(answer.isPublic).toBe(true);
  expect(ben.messages().some(({ text }) => text.includes("Private, answer 1"))).toBe(false);

  await (await offers(ada, "End")).press("End");
  await reads(ada, "The rehearsal is over.");
  await waitFor(() => rooms().open.length === 0);
  const [guild] = theRun().world.discord.guilds;
  expect(guild?.threads.map(({ name }) => name)).toEqual(["Rehearsing Private"]);
});

test("where the bot may open no thread on Discord it says which permission it lacks, and rehearses all the same", async () => {
  const chat = somebody(theRun(), "Discord");
  await persona(chat, "Alone");
  const [guild] = theRun().world.discord.guilds;
  const general = guild?.channel("general").id ?? "";
  guild?.denyBot(general, permission.createPrivateThreads);

  await rehearse(chat, "Alone");
  const begun = await reads(chat, "Create Private Threads");
  await say(chat, "Hello?");
  const said = await reads(chat, "This is Alone, answer 1");
  guild?.denyBot(general, 0n);

  expect([begun.isPublic, said.isPublic]).toEqual([false, false]);
  await (await offers(chat, "End")).press("End");
  await waitFor(() => rooms().open.length === 0);
});

test("on Slack a thread is opened once its person has read that everybody reads along", async () => {
  const chat = somebody(theRun(), "Slack");
  await persona(chat, "Open");

  await rehearse(chat, "Open");
  const question = await reads(chat, "everybody in this channel can read");
  expect([question.isPublic, inSlacksThreads(), rooms().open]).toEqual([false, [], []]);
  await question.press("In a thread here");
  await reads(chat, "is in a thread");
  await say(chat, "Who are you?");
  await waitFor(() => inSlacksThreads().some((message) => JSON.stringify(message).includes("answer 1")));
  await say(chat, "And you?");
  await waitFor(() => inSlacksThreads().some((message) => JSON.stringify(message).includes("answer 2")));

  expect(inSlacksThreads()).toHaveLength(3);
  expect(new Set(inSlacksThreads().map(({ threadTs }) => threadTs)).size).toBe(1);
  await (await offers(chat, "End")).press("End");
  await waitFor(() => rooms().open.length === 0);
  await waitFor(() => JSON.stringify(inSlacksThreads().at(-1)).includes("The rehearsal is over."));
});

describe.each(platforms)("on %s", (platform) => {
  test("the card of a persona leads to a rehearsal where the team has it", async () => {
    const chat = somebody(theRun(), platform);
    await persona(chat, `Carded on ${platform}`);
    await chat.run("persona-talk", { persona: `Carded on ${platform}` });

    const card = await reads(chat, `Talk with “Carded on ${platform}”`);

    expect(card.buttons.map(({ label }) => label)).toContain("Rehearse");
  });
});
