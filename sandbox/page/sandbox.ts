import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Person as SlackPerson } from "../stand-ins/slack/person/person.ts";
import { createSandboxWorld, type SandboxWorld } from "../stand-ins/world.ts";
import { createFaultPanel } from "./fault-panel.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { FleetWay } from "./fleet/start-fleet.ts";
import { castOptions, seatMembers } from "./picture/cast.ts";
import { createDiscordScreen } from "./picture/discord-screen.ts";
import { readSlackCommands } from "./picture/slack-commands.ts";
import type { Stage } from "./stage.ts";
import { type Running, type RunningOptions, startAlone } from "./start-alone.ts";
import { noteDiscordEvent } from "./steps/steps-of-discord.ts";
import { slackSteps } from "./steps/steps-of-slack.ts";
import { tavusStep } from "./steps/steps-of-tavus.ts";
import { createStrip, type Strip, signed } from "./steps/strip.ts";

/** How often is looked what the time has brought about in Tavus. */
const clockMs = 500;

export type Sandbox = Stage & {
  /** Ends the bot and the stand-ins. */
  close(): Promise<void>;
};

export type SandboxOptions = {
  /** Where the bot's database and the Tavus account are kept from one start to the next. A fleet keeps nothing. */
  folder: string;
  /** Called after everything that may change the picture. */
  onChange: () => void;
  /** Several processes on PostgreSQL, and how Discord reaches them. Default: one, on SQLite. */
  fleet?: FleetWay | undefined;
};

/** Starts the stand-ins and, without waiting until it is ready, the bot. */
export async function startSandbox({ folder, onChange, fleet: way }: SandboxOptions): Promise<Sandbox> {
  await mkdir(folder, { recursive: true });
  const databaseFile = join(folder, "bot.db");
  const [world, slackCommands] = await Promise.all([
    createSandboxWorld(`file:${databaseFile}`, castOptions(way === "gateway")),
    readSlackCommands(),
  ]);
  seatMembers(world);
  const hooks: RunningOptions = { world, onChange, onSteps: (steps) => strip.add(steps) };
  const starting = way ? startSeveral(hooks, way) : startAlone(hooks, { folder, databaseFile });
  const running = await starting.catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  const { bot, rows, fleet } = running;
  const strip = createStrip(rows);
  noteSteps({ world, strip, fleet, onChange });
  const stopClock = followClock(world, strip, onChange);
  // Why it did not start stands in the picture.
  bot.start().catch(() => undefined);

  return {
    world,
    bot,
    ...(fleet && { fleet }),
    screen: createDiscordScreen(world.discord),
    strip,
    slackCommands,
    linked: rows.linked,
    faults: createFaultPanel(world.tavus),
    slackPerson: rememberPeople(world),
    async close() {
      stopClock();
      await running.close();
      await world.close();
    },
  };
}

/** Loaded for itself alone: one process needs none of it. */
async function startSeveral(hooks: RunningOptions, way: FleetWay): Promise<Running> {
  const { startFleet } = await import("./fleet/start-fleet.ts");
  return startFleet(hooks, way);
}

type Stepping = { world: SandboxWorld; strip: Strip; fleet: Fleet | undefined; onChange: () => void };

function noteSteps({ world, strip, fleet, onChange }: Stepping): void {
  const steps = fleet ? signed(strip, fleet.sign) : strip;
  world.discord.onEvent((event) => {
    noteDiscordEvent(steps, event);
    onChange();
  });
  world.slack.onEvent((step) => {
    steps.add(slackSteps(step));
    onChange();
  });
  world.tavus.onEvent((event) => {
    steps.add([tavusStep(event)]);
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
