import { onTestFinished } from "vitest";
import { createSandboxWorld, type SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { readConfig } from "../../src/config.ts";
import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createLog } from "../../src/log.ts";
import { type RunningBot, startBot } from "../../src/main/start.ts";
import type { Chat, Platform } from "./black-box/black-box-chat.ts";
import { createDiscordChat } from "./black-box/black-box-discord.ts";
import { createSlackChat } from "./black-box/black-box-slack.ts";
import { makeEmptyDatabase } from "./databases.ts";
import { untilTrue } from "./until-true.ts";

/** One of several bots on one database; `lines` is its log. */
export type FleetMember = { bot: RunningBot; lines: string[]; stop(patienceMs?: number): Promise<void> };

export type Fleet = {
  world: SandboxWorld;
  members: FleetMember[];
  /** The database as an onlooker reads it. */
  database: Database;
  /** One more, ready. `without`: variables that it does not have. */
  join(options?: { without?: readonly string[] }): Promise<FleetMember>;
  admin(platform: Platform): Chat;
};

/** Several whole bots between the same stand-ins, on one PostgreSQL, with the same tokens. */
export async function startFleet(size: number): Promise<Fleet> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("A fleet needs PostgreSQL.");
  const world = await createSandboxWorld(location.url);
  onTestFinished(() => world.close());
  const database = await connectDatabase(location);
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  const fleet: Fleet = {
    world,
    members: [],
    database,
    async join({ without = [] } = {}) {
      const member = await startMember(world, without);
      fleet.members.push(member);
      return member;
    },
    admin: (platform) =>
      platform === "Discord"
        ? createDiscordChat(world.discord, { isAdmin: true })
        : createSlackChat(world.slack, { isAdmin: true }),
  };
  for (let started = 0; started < size; started += 1) await fleet.join();
  return fleet;
}

async function startMember(world: SandboxWorld, without: readonly string[]): Promise<FleetMember> {
  const env = Object.fromEntries(Object.entries(world.env).filter(([name]) => !without.includes(name)));
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.message);
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const bot = await startBot({
    config: reading.config,
    log,
    onFatal: (sentence) => void lines.push(sentence),
  });
  let stopping: Promise<void> | undefined;
  const stop = (patienceMs = 1000) => {
    stopping ??= bot.stop(patienceMs);
    return stopping;
  };
  onTestFinished(() => stop());
  await untilTrue(() => lines.some((line) => line.includes('"msg":"ready"')), { what: "a bot to be ready" });
  return { bot, lines, stop };
}
