import { expect, test } from "vitest";
import {
  type Chat,
  type Entries,
  type Form,
  platforms,
  reads,
} from "../../support/black-box/black-box-chat.ts";
import { startFleet } from "../../support/fleet-in-process.ts";

test.each(
  platforms,
)("on %s a sync that is under way when its process stops says so, goes on, and is told", async (platform) => {
  const { world, members, join, admin } = await startFleet(1);
  const chat = admin(platform);
  for (let index = 0; index < 30; index += 1) world.tavus.account().addPersona({ name: `Old ${index}` });
  const hurry = world.tavus.setFault({ delayMs: 8000 }, { operation: "list personas" });
  await chat.run("persona-sync");
  await reads(chat, "Reading the personas");
  await join();

  const stopped = members[0]?.stop(4000);
  // What stands there then takes its place.
  const saying = reads(chat, "goes on by itself");
  hurry();
  await stopped;
  const message = await saying;
  const told = await reads(chat, "Both sides were compared");

  expect(message.text).not.toMatch(/once more|again/);
  expect(told.text).toContain("Imported from Tavus: 30");
  expect(told.text).toContain("Another of my processes began this");
  // In the message that said so; on Slack in the direct one besides, where that has shown how far it was.
  const ends = chat.messages().filter(({ text }) => text.includes("Both sides were compared"));
  expect(ends.length).toBeLessThanOrEqual(platform === "Slack" ? 2 : 1);
});

async function openForm(chat: Chat): Promise<Form> {
  if (chat.platform === "Discord") return chat.openForm({ kind: "creator" });
  return chat.openForm().catch(() => chat.openForm());
}

/** What Slack sends down a socket at the moment in which that is closed is lost on the way, and its client asks to send again. */
async function send(form: Form, entries: Entries): Promise<void> {
  const submission = await form.submit(entries);
  if (!(await submission.isAcknowledged())) submission.again();
}

/** Six people of one team, which may make 200 a day. */
const mostEach = 33;

test("while one process after the other is replaced, nobody is told to do anything again, and nothing is lost", async () => {
  const { world, members, join, admin } = await startFleet(2);
  const people = platforms.flatMap((platform) => Array.from({ length: 6 }, () => admin(platform)));
  const said: string[] = [];
  let isOver = false;
  const creating = people.map(async (chat, person) => {
    for (let index = 0; index < 3 || (!isOver && index < mostEach); index += 1) {
      const name = `P${person} ${index}`;
      const form = await openForm(chat);
      await send(form, { name, prompt: "You help." });
      await reads(chat, `“${name}” is ready`);
      said.push(name);
    }
  });
  const rolling = (async () => {
    for (const old of [...members]) {
      await join();
      await old.stop(4000);
    }
    isOver = true;
  })();
  await Promise.all([...creating, rolling]);

  const screens = people.flatMap((chat) => chat.messages().map(({ text }) => text)).join("\n");
  expect(screens).not.toMatch(/restarting|once more|Try again|running already/i);
  expect(
    world.tavus
      .account()
      .personas.map(({ document }) => document.persona_name)
      .sort(),
  ).toEqual(said.sort());
  for (const chat of people)
    expect(new Set(chat.directMessages().map(({ text }) => text)).size).toBe(chat.directMessages().length);
});
