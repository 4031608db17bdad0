import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { startPostgres } from "../../../sandbox/stand-ins/postgres-server.ts";
import { createSandboxWorld, type SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { type Chat, platforms } from "../black-box/black-box-chat.ts";
import { createDiscordChat } from "../black-box/black-box-discord.ts";
import { createSlackChat } from "../black-box/black-box-slack.ts";
import { askServer } from "../postgres.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { type AskedSync, askForSync, timesEnded, type Wish, wish } from "./people.ts";
import { startProcesses, teamsOf, type Way } from "./processes.ts";
import { chooseTroubles, strike } from "./trouble.ts";
import { reach, type Verdict } from "./verdict.ts";

export type Judging = {
  seed: number;
  way: Way;
  processes: number;
  /** Personas that people ask for, on both platforms together. */
  creates: number;
  /** How often something befalls the processes or their database. */
  troubles: number;
  /** Told of what happens, for whoever waits. */
  say?: (line: string) => void;
  /** A file for everything that the processes say, for whoever wants to know why. */
  log?: string | undefined;
};

const peopleAtOnce = 12;
const guilds = ["One", "Two"].map((name) => ({ name }));
/** What Tavus takes: long enough for something to be under way whenever something happens. */
const createMs = 250;
const listMs = 400;

/**
 * People on both platforms create personas and run syncs while processes are killed and replaced, and their database is restarted, at
 * moments of the seed. Then everything comes to rest and is counted.
 */
export async function judge(judging: Judging): Promise<Verdict> {
  const random = createSeededRandom(judging.seed);
  const server = await startPostgres(["synchronous_commit=on"]);
  onTestFinished(() => server.stop());
  await askServer(server.url, "create database bot");
  const location = { kind: "postgres", url: `${server.url}/bot` } as const;
  const world = await createSandboxWorld(location.url, { discord: { guilds } });
  onTestFinished(() => world.close());
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  await liftLimits(database, world);
  world.tavus.setFault({ delayMs: createMs }, { operation: "create persona" });
  world.tavus.setFault({ delayMs: listMs }, { operation: "list personas" });
  const processes = await startProcesses(world, judging.way, judging.processes);

  const wishes: Wish[] = [];
  const syncs: AskedSync[] = [];
  const befalling = chooseTroubles(judging.troubles, random);
  const left = { creates: judging.creates };
  for (const [index, trouble] of befalling.entries()) {
    const share = Math.ceil(left.creates / (befalling.length - index));
    left.creates -= share;
    judging.say?.(`${index + 1} of ${befalling.length}: ${trouble}, ${share} creates`);
    await Promise.all([
      work(share, { world, wishes }),
      runSync({ world, syncs }, index),
      pause(300 + random() * 1500).then(() => strike[trouble]({ processes, server, random })),
    ]);
  }
  judging.say?.("all sent; what is under way comes to its end");
  const verdict = await reach({ world, database, processes, wishes, syncs, befalling });
  if (judging.log) writeFileSync(judging.log, processes.lines.join("\n"));
  return verdict;
}

/** So many people at once, each with one persona after the other, on both platforms in turn. */
async function work(
  count: number,
  { world, wishes }: { world: SandboxWorld; wishes: Wish[] },
): Promise<void> {
  const end = wishes.length + count;
  const worker = async () => {
    while (wishes.length < end) {
      const number = wishes.length;
      const wanted: Wish = {
        name: `P${1000 + number}`,
        chat: somebody(world, number),
        sent: 0,
        toldAgain: [],
        endings: [],
      };
      wishes.push(wanted);
      await wish(wanted);
    }
  };
  await Promise.all(Array.from({ length: peopleAtOnce }, worker));
}

/** One team after the other: a team has one sync at a time, so whose last one is under way still is left out. */
async function runSync(
  { world, syncs }: { world: SandboxWorld; syncs: AskedSync[] },
  turn: number,
): Promise<void> {
  const sync: AskedSync = { chat: somebody(world, turn), asked: 0 };
  const last = syncs.findLast(({ chat }) => chat.tenantId === sync.chat.tenantId);
  if (last && timesEnded(last) === 0) return;
  syncs.push(sync);
  await askForSync(sync);
}

/** Somebody new: Slack's workspace and each of Discord's guilds in turn. */
function somebody({ discord, slack }: SandboxWorld, number: number): Chat {
  const platform = platforms[number % platforms.length];
  if (platform === "Slack") return createSlackChat(slack, { isAdmin: true });
  const guild = discord.guilds[((number / platforms.length) % guilds.length) | 0];
  return createDiscordChat(discord, { isAdmin: true, ...(guild && { guild }) });
}

async function liftLimits({ kysely }: Database, world: SandboxWorld): Promise<void> {
  const limits = JSON.stringify({ "creates.member": 1e6, "creates.team": 1e6 });
  for (const team of teamsOf(world)) {
    await sql`insert into tenant_settings (tenant_id, limits_json, updated_at) values (${team}, ${limits}, '')`.execute(
      kysely,
    );
  }
}
