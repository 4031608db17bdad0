import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createSandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { answerTo, type Chat, reads } from "../support/black-box/black-box-chat.ts";
import { createSlackChat } from "../support/black-box/black-box-slack.ts";
import { makeEmptyDatabase } from "../support/databases.ts";
import { startProcesses } from "../support/judging/processes.ts";
import { untilTrue } from "../support/until-true.ts";

const timeout = 60_000;
const peopleAtOnce = 6;
/** So many have been answered when one process is asked to stop. */
const requestsBefore = 6;
/** What each person does once it has stopped. */
const roundsAfter = 3;
const roundsWithCreate = 1;
/** Nobody types faster; without it a busy machine would have the more to do the longer it takes. */
const pauseMs = 150;
/** The sync is in the middle of its reading when its process has to stop, and would be for long. */
const readingMs = 60_000;
const old = Array.from({ length: 30 }, (_, index) => `Old ${index}`);

test("while one of two processes behind a balancer stops in the middle of a sync, all requests are answered, and nobody is told to do anything again", {
  timeout: 2 * timeout,
}, async () => {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Two processes need PostgreSQL.");
  const world = await createSandboxWorld(location.url);
  onTestFinished(() => world.close());
  // Both beforehand: the page that is asked for below is given up after ten seconds, which a start may take. The first has the sync.
  const processes = await startProcesses(world, "http", 2);
  const [first] = processes.living();
  const syncing = createSlackChat(world.slack, { isAdmin: true });
  for (const name of old) world.tavus.account().addPersona({ name });
  const hurry = world.tavus.setFault({ delayMs: readingMs }, { operation: "list personas" });
  await syncing.run("persona-sync");
  await reads(syncing, "Reading the personas");
  hurry();

  const people = Array.from({ length: peopleAtOnce }, () => createSlackChat(world.slack));
  const created: string[] = [];
  let answered = 0;
  let isOver = false;
  const working = people.map(async (chat, person) => {
    for (let round = 0, after = 0; after < roundsAfter; round += 1) {
      if (isOver) after += 1;
      if (round < roundsWithCreate) await createOne(chat, `P${person} ${round}`);
      for (const command of ["persona-list", "persona-help"]) {
        await answerTo(chat, () => chat.run(command));
        answered += 1;
      }
      await sleep(pauseMs);
    }
  });
  const stopping = (async () => {
    await untilTrue(() => answered > requestsBefore, { patienceMs: timeout });
    if (first) await processes.stop(first);
    isOver = true;
  })();
  await Promise.all([...working, stopping]);

  async function createOne(chat: Chat, name: string): Promise<void> {
    const form = await chat.openForm();
    await form.submit({ name, prompt: "You help." });
    await reads(chat, `“${name}” is ready`);
    created.push(name);
    answered += 2;
  }

  const told = await reads(syncing, "Both sides were compared", timeout);
  const screens = people.flatMap((chat) => chat.messages().map(({ text }) => text)).join("\n");
  const inTavus = world.tavus.account().personas.map(({ document }) => String(document.persona_name));
  expect(answered).toBeGreaterThan(45);
  expect(world.slack.problems).toEqual([]);
  expect(screens).not.toMatch(/restart|once more|try again|did not work/i);
  expect(told.text).toContain("Imported from Tavus: 30");
  expect(syncing.messages().filter(({ text }) => /Reading the personas|Bringing both/.test(text))).toEqual(
    [],
  );
  expect(inTavus.sort()).toEqual([...created, ...old].sort());
  expect(processes.endedByThemselves()).toEqual([]);
});
