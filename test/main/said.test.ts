import { expect, test } from "vitest";
import { type Chat, platforms, reads, type Seen, waitFor } from "../support/black-box/black-box-chat.ts";
import { startBotInProcess } from "../support/bot-in-process.ts";

const replica = "r90bbd427f71";

/** Begins a rehearsal that nobody else reads: Discord has private threads, on Slack its person chooses it. */
async function rehearse(chat: Chat): Promise<Seen> {
  await chat.run("persona-show", { persona: "Ada" });
  await (await reads(chat, "System prompt: You help.")).press("Rehearse");
  if (chat.platform === "Slack") await (await reads(chat, "Only for me: nobody else")).press("Only for me");
  return reads(chat, "Nothing has been said yet");
}

/** A persona of a team that keeps transcripts for a week and lets people rehearse. */
async function aPersona(chat: Chat): Promise<void> {
  const form = await chat.openForm({ replica });
  await form.submit({ name: "Ada", prompt: "You help." });
  await reads(chat, "“Ada” is ready");
  await (await chat.runForForm("persona-setup")).submit({});
  const calls = await (await reads(chat, "Saved")).pressForForm("Calls and videos");
  await calls.submit({ days: "7", rehearsal: "on" });
  await reads(chat, "kept here for 7 days");
}

test.each(
  platforms,
)("on %s a call ends in a private word with its transcript as a file", async (platform) => {
  const started = await startBotInProcess();
  const { rooms } = started.world.tavus.account();
  const [admin, caller] = [started.admin(platform), started.member(platform)];
  await aPersona(admin);
  await admin.run("persona-talk", { persona: "Ada" });
  await (await reads(caller, "Talk with “Ada”")).press("Join");
  const opened = await reads(caller, "is open");
  const [room] = rooms.all;
  rooms.converse(room ?? expect.unreachable(), "What is the password?", "I do not tell.");

  await opened.press("End");
  const told = await reads(caller, "Your call with “Ada” is over");

  expect(caller.directMessages().map(({ id }) => id)).toContain(told.id);
  expect(told.text).toContain("You ended it");
  const text = await told.readFile("transcript.txt");
  expect(text).toContain("Caller: What is the password?");
  expect(text).toContain("Ada: I do not tell.");
  const seenByOthers = [admin, started.member(platform)].flatMap((chat) => chat.messages());
  expect(seenByOthers.filter(({ raw }) => raw.includes("password"))).toEqual([]);
  expect(started.lines.join("\n")).not.toContain("password");
});

test.each(
  platforms,
)("on %s a persona is rehearsed in writing, through a restart, until End", async (platform) => {
  const started = await startBotInProcess();
  const { rooms } = started.world.tavus.account();
  const [admin, person] = [started.admin(platform), started.member(platform)];
  await aPersona(admin);
  const begun = await rehearse(person);

  await (await begun.pressForForm("Say something")).submit({ text: "Who are you?" });
  const first = await reads(person, "answer 1");
  await started.bot.stop(1000);
  await started.restart();
  await (await first.pressForForm("Say something")).submit({ text: "And now?" });
  const second = await reads(person, "answer 2");
  await second.press("End");
  const over = await reads(person, platform === "Discord" ? "The rehearsal is over." : "Rehearsed “Ada”");

  const screen = person.messages().map(({ text }) => text);
  for (const line of ["You: Who are you?", "You: And now?"])
    expect(screen.filter((text) => text.includes(line))).not.toEqual([]);
  // Discord's private thread is a message to whoever is in it.
  expect(second.isPublic).toBe(platform === "Discord");
  expect(over.text).toContain("answer 2");
  expect(over.buttons.map(({ label }) => label)).toEqual(["Rehearse again"]);
  await waitFor(() => rooms.open.length === 0);
  expect(rooms.ever).toHaveLength(1);
  const seenByOthers = [admin, started.member(platform)].flatMap((chat) => chat.messages());
  expect(seenByOthers.filter(({ raw }) => raw.includes("Who are you?"))).toEqual([]);
});
