import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  createSandboxWorld,
  type SandboxWorld,
  type SandboxWorldOptions,
} from "../../sandbox/stand-ins/world.ts";
import { readConfig } from "../../src/config.ts";
import { connectDatabase, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { createLog } from "../../src/log.ts";
import { type RunningBot, startBot } from "../../src/main/start.ts";
import type { Chat, Platform } from "./black-box/black-box-chat.ts";
import { createDiscordChat } from "./black-box/black-box-discord.ts";
import { createSlackChat } from "./black-box/black-box-slack.ts";
import { makeFolder } from "./databases.ts";
import { untilTrue } from "./until-true.ts";

export type BotInProcess = {
  world: SandboxWorld;
  /** Where SQLite keeps its data; "" on PostgreSQL. */
  databaseFile: string;
  /** Every line of its log. */
  lines: string[];
  bot: RunningBot;
  /** A new admin of the team on this platform. */
  admin(platform: Platform): Chat;
  /** The same without any rights. */
  member(platform: Platform): Chat;
  /** Another one on the same database and world; the one before must have stopped. */
  restart(): Promise<void>;
  /** Stops it and the stand-ins; at the end of the test at the latest. */
  close(): Promise<void>;
};

export type BotInProcessOptions = {
  /** Default: a new file. */
  location?: DatabaseLocation;
  /** The database as the bot sees it. */
  connect?: typeof connectDatabase;
  /** What differs in its surroundings. */
  surroundings?: SandboxWorldOptions;
  /** Variables of its environment besides. */
  env?: Record<string, string>;
};

/** The whole bot between stand-ins, in this process: for what is asked of both platforms over the wire. */
export async function startBotInProcess({
  location = { kind: "sqlite", file: join(makeFolder(), "bot.db") },
  connect = connectDatabase,
  surroundings,
  env,
}: BotInProcessOptions = {}): Promise<BotInProcess> {
  const databaseFile = location.kind === "sqlite" ? location.file : "";
  const url = location.kind === "sqlite" ? `file:${databaseFile}` : location.url;
  const world = await createSandboxWorld(url, surroundings);
  const lines: string[] = [];
  const start = async () => {
    const reading = readConfig({ ...world.env, ...env });
    if (!reading.ok) throw new Error(reading.message);
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    const before = lines.length;
    const bot = await startBot({
      config: reading.config,
      log,
      connect,
      onFatal: (sentence) => void lines.push(sentence),
    });
    // Platforms connect by themselves; this is said when each has had its first try.
    const isReady = () => lines.slice(before).some((line) => line.includes('"msg":"ready"'));
    await untilTrue(isReady, { what: "the bot to be ready" });
    return bot;
  };
  let closing: Promise<void> | undefined;
  const started = {
    world,
    databaseFile,
    lines,
    bot: await start(),
    admin: (platform: Platform) => somebody(world, platform, true),
    member: (platform: Platform) => somebody(world, platform, false),
    async restart() {
      started.bot = await start();
    },
    close() {
      closing ??= started.bot.stop(1000).then(() => world.close());
      return closing;
    },
  };
  onTestFinished(() => started.close());
  return started;
}

function somebody(world: SandboxWorld, platform: Platform, isAdmin: boolean): Chat {
  return platform === "Discord"
    ? createDiscordChat(world.discord, { isAdmin })
    : createSlackChat(world.slack, { isAdmin });
}
