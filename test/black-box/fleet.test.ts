import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type BotProcess, startBotProcess } from "../../sandbox/stand-ins/bot-process.ts";
import { createSandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { type Chat, type Platform, platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { createSlackChat } from "../support/black-box/black-box-slack.ts";
import { makeEmptyDatabase } from "../support/databases.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Set KILL_SEED to play the moments of an earlier run again. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const timeout = 240_000;
/** A process is taken for dead after 20 s, its lease ends as late, and the sweep for the untold comes every 30 s. */
const recoveryMs = 150_000;

async function startProcesses(count: number) {
  const location = await makeEmptyDatabase("postgres");
  const world = await createSandboxWorld(location.kind === "postgres" ? location.url : "");
  const lines: string[] = [];
  const start = async (): Promise<BotProcess> => {
    const bot = startBotProcess({ env: world.env, onLine: (line) => void lines.push(line) });
    onTestFinished(() => bot.kill());
    await bot.ready(60_000);
    return bot;
  };
  onTestFinished(() => world.close());
  const bots: BotProcess[] = [];
  for (let started = 0; started < count; started += 1) bots.push(await start());
  const admin = (platform: Platform): Chat =>
    platform === "Discord"
      ? createDiscordChat(world.discord, { isAdmin: true })
      : createSlackChat(world.slack, { isAdmin: true });
  return { world, bots, start, admin, lines };
}

test(`two processes, of which one is killed at a moment of seed ${seed}: every form is saved once and answered`, {
  timeout,
}, async () => {
  const { world, bots, start, admin } = await startProcesses(2);
  const random = createSeededRandom(seed);
  const people = [1, 2, 3, 4].map(() => admin("Discord"));
  world.tavus.setFault({ delayMs: 400 }, { operation: "create persona" });

  for (let round = 0; round < 2; round += 1) {
    const forms = await Promise.all(people.map((chat) => chat.openForm({ kind: "creator" })));
    const killing = sleep(random() * 600).then(() => bots[round]?.kill());
    await Promise.all(
      forms.map((form, person) => form.submit({ name: `R${round} P${person}`, prompt: "You help." })),
    );
    await killing;
    bots.push(await start());
    await waitFor(() => world.tavus.account().personas.length === people.length * (round + 1), recoveryMs);
    for (const [person, chat] of people.entries()) await reads(chat, `“R${round} P${person}”`, recoveryMs);
  }

  const names = people.flatMap((_, person) => [`R0 P${person}`, `R1 P${person}`]);
  const made = world.tavus.account().personas.map((persona) => String(persona.document.persona_name));
  expect(made.sort()).toEqual(names.sort());
});

test("a rolling restart of two processes: nobody on either platform is told to do anything again", {
  timeout,
}, async () => {
  const { bots, start, admin, lines } = await startProcesses(2);
  const people = platforms.flatMap((platform) => [admin(platform), admin(platform)]);
  let isOver = false;
  const working = people.map(async (chat, person) => {
    // Fewer than a member may make in a day.
    for (let index = 0; (!isOver && index < 40) || index < 2; index += 1) {
      await sleep(500);
      const open = () => chat.openForm(chat.platform === "Discord" ? { kind: "creator" } : undefined);
      const form = await (chat.platform === "Discord" ? open() : open().catch(open));
      const submission = await form.submit({ name: `P${person} ${index}`, prompt: "You help." });
      // What Slack sends down a socket at the moment in which that is closed is lost on the way, and its client says so; a
      // command, just before, as well.
      if (!(await submission.isAcknowledged())) submission.again();
      await reads(chat, `“P${person} ${index}” is ready`, 60_000);
    }
  });
  for (const old of [...bots]) {
    await start();
    await old.stop();
  }
  isOver = true;
  await Promise.all(working);

  const screens = people.flatMap((chat) => chat.messages().map(({ text }) => text)).join("\n");
  expect(screens).not.toMatch(/restarting|once more|Try again|running already|not known/i);
  expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
});
