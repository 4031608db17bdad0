import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Person as SlackPerson } from "../stand-ins/slack/person/person.ts";
import { createSandboxWorld, type SandboxWorld } from "../stand-ins/world.ts";
import { type BotRunner, createBotRunner } from "./bot-runner.ts";
import { createFaultPanel } from "./fault-panel.ts";
import { castOptions, seatMembers } from "./picture/cast.ts";
import { createDiscordScreen } from "./picture/discord-screen.ts";
import { readSlackCommands } from "./picture/slack-commands.ts";
import { createRowWatch } from "./row-watch.ts";
import type { Stage } from "./stage.ts";
import { noteDiscordEvent } from "./steps/steps-of-discord.ts";
import { slackSteps } from "./steps/steps-of-slack.ts";
import { tavusStep } from "./steps/steps-of-tavus.ts";
import { createStrip, type Strip } from "./steps/strip.ts";
import { keepTavusAccount } from "./tavus-store.ts";

/** How often is looked what the time has brought about in Tavus. */
const clockMs = 500;

export type Sandbox = Stage & {
  /** Ends the bot and the stand-ins. */
  close(): Promise<void>;
};

type SandboxOptions = {
  /** Where the bot's database and the Tavus account are kept from one start to the next. */
  folder: string;
  /** Called after everything that may change the picture. */
  onChange: () => void;
};

/** Starts the stand-ins and, without waiting until it is ready, the bot. */
export async function startSandbox({ folder, onChange }: SandboxOptions): Promise<Sandbox> {
  await mkdir(folder, { recursive: true });
  const databaseFile = join(folder, "bot.db");
  const [world, slackCommands] = await Promise.all([
    createSandboxWorld(`file:${databaseFile}`, castOptions),
    readSlackCommands(),
  ]);
  seatMembers(world);
  try {
    await keepTavusAccount(world.tavus, join(folder, "tavus.json"));
  } catch (error) {
    await world.close();
    throw error;
  }
  const isReady = (): boolean => bot.picture().state === "running";
  const rows = createRowWatch(databaseFile, isReady);
  const strip = createStrip(rows);
  const onLine = () => {
    strip.add([]);
    onChange();
  };
  const bot: BotRunner = createBotRunner({ env: world.env, onChange, onLine });
  const screen = createDiscordScreen(world.discord);
  noteSteps(world, strip, onChange);
  const stopClock = followClock(world, strip, onChange);
  // Why it did not start stands in the picture.
  bot.start().catch(() => undefined);

  return {
    world,
    bot,
    screen,
    strip,
    slackCommands,
    linked: rows.linked,
    faults: createFaultPanel(world.tavus),
    slackPerson: rememberPeople(world),
    async close() {
      stopClock();
      await bot.stop();
      rows.close();
      await world.close();
    },
  };
}

function noteSteps(world: SandboxWorld, strip: Strip, onChange: () => void): void {
  world.discord.onEvent((event) => {
    noteDiscordEvent(strip, event);
    onChange();
  });
  world.slack.onEvent((step) => {
    strip.add(slackSteps(step));
    onChange();
  });
  world.tavus.onEvent((event) => {
    strip.add([tavusStep(event)]);
    onChange();
  });
  world.tavus.onChange(onChange);
  world.tavus.onLife(onChange);
}

/** Rooms end, videos get on, and rows are written without anybody's doing. */
function followClock({ tavus }: SandboxWorld, strip: Strip, onChange: () => void): () => void {
  const timer = setInterval(() => {
    tavus.tick();
    if (strip.look()) onChange();
    if (tavus.account().videos.all.some(({ status }) => status === "generating")) onChange();
  }, clockMs);
  return () => clearInterval(timer);
}

function rememberPeople({ slack }: SandboxWorld): (userId: string) => SlackPerson {
  const people = new Map<string, SlackPerson>();
  return (userId) => {
    const person = people.get(userId) ?? slack.person(userId);
    people.set(userId, person);
    return person;
  };
}
