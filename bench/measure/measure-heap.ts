import { setTimeout as sleep } from "node:timers/promises";
import { startDiscordDriver } from "../discord-driver.ts";
import type { FormDriver } from "../form-driver.ts";
import { inFlight } from "../load.ts";
import type { Program } from "../program.ts";
import { startSlackDriver } from "../slack-driver.ts";
import { botEnv } from "../subjects.ts";
import type { Row } from "../table.ts";
import { startTavusDriver } from "../tavus-driver.ts";
import type { Workshop } from "../workshop.ts";

const interactions = 10_000;
/** What remembers a bounded number is full by then: of each kind of delivery on Slack, the last 2,000. */
const warmUps = 9000;
const width = 16;
const target = 0.05;

/** A command and its form, on each platform. */
const stepsPerTurn = 4;

/** The longest deadline of a call is five seconds; until then its timer stands. */
const forgetMs = 6000;

/** (e) What the heap holds more after 10,000 interactions, half commands and half forms, half on each platform. */
export async function measureKept(workshop: Workshop): Promise<Row[]> {
  const discord = await workshop.keep(startDiscordDriver(width));
  const slack = await workshop.keep(startSlackDriver());
  const tavus = await workshop.keep(startTavusDriver());
  const drivers = [discord, slack];
  const { tenantIds } = discord;
  const database = await workshop.makeDatabase("ours.db");
  const env = botEnv({ drivers, tenantIds, tavusUrl: tavus.url, database });
  const program = await workshop.start({ entry: "src/main.ts", env, hasProbe: true });
  await act(drivers, warmUps);
  const before = await heapAtRest(program);
  await act(drivers, interactions);
  const kept = (await heapAtRest(program)) - before;
  return [{ what: "(e) heap kept per interaction", unit: "KB", target, ours: kept / interactions }];
}

async function act(drivers: readonly FormDriver[], count: number): Promise<void> {
  const turns = count / stepsPerTurn;
  await inFlight(turns, width, async (index) => {
    for (const driver of drivers) await driver.sendForm(await driver.openForm(index), index);
  });
}

async function heapAtRest(program: Program): Promise<number> {
  await sleep(forgetMs);
  return program.heapKb();
}

const guildTarget = 1.2;
const fewGuilds = 100;
const manyGuilds = 1100;

/** Time for every guild to have come. */
const guildsComeMs = 1500;

const teamTarget = 2;
const fewTeams = 1000;
const manyTeams = 3000;

/** (g) What the heap holds for each Discord guild, against discord.js alone; and for each Slack team heard of. */
export async function measureTenants(workshop: Workshop): Promise<Row[]> {
  const ours = await heapPerGuild(workshop, "src/main.ts");
  const bare = await heapPerGuild(workshop, "bench/bare/discord-idle.ts");
  const ratio = ours / bare;
  return [
    { what: "(g) heap per Discord guild", unit: "KB", target: guildTarget, ours, bare, ratio },
    { what: "(g) heap per Slack team", unit: "KB", target: teamTarget, ours: await heapPerTeam(workshop) },
  ];
}

async function heapPerGuild(workshop: Workshop, entry: string): Promise<number> {
  // The first start fills the compile cache, and its heap holds what it compiled.
  await heapWithGuilds(workshop, entry, fewGuilds);
  const few = await heapWithGuilds(workshop, entry, fewGuilds);
  const many = await heapWithGuilds(workshop, entry, manyGuilds);
  return (many - few) / (manyGuilds - fewGuilds);
}

async function heapWithGuilds(workshop: Workshop, entry: string, guilds: number): Promise<number> {
  const discord = await workshop.keep(startDiscordDriver(guilds));
  const env = { ...discord.env, DATABASE_URL: `file:${workshop.path("guilds.db")}` };
  const program = await workshop.start({ entry, env, hasProbe: true });
  await sleep(guildsComeMs);
  const heapKb = await program.heapKb();
  await program.stop();
  return heapKb;
}

/** Teams other than the token's own are turned away for now; what is kept of them is what any team costs. */
async function heapPerTeam(workshop: Workshop): Promise<number> {
  const slack = await workshop.keep(startSlackDriver());
  const env = { ...slack.env, DATABASE_URL: `file:${workshop.path("teams.db")}` };
  const program = await workshop.start({ entry: "src/main.ts", env, hasProbe: true });
  const hear = (from: number, to: number) =>
    inFlight(to - from, width, (index) => slack.commandFromTeam(`T${from + index}`));
  await hear(0, fewTeams);
  const before = await program.heapKb();
  await hear(fewTeams, manyTeams);
  return ((await program.heapKb()) - before) / (manyTeams - fewTeams);
}
