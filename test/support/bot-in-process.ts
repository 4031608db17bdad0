import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSandboxWorld, type SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type RunningBot, startBot } from "../../src/main/start.ts";
import type { Chat, Platform } from "./black-box/black-box-chat.ts";
import { createDiscordChat } from "./black-box/black-box-discord.ts";
import { createSlackChat } from "./black-box/black-box-slack.ts";
import { makeFolder } from "./databases.ts";
import { untilTrue } from "./until-true.ts";

export type BotInProcess = {
  world: SandboxWorld;
  databaseFile: string;
  /** Every line of its log. */
  lines: string[];
  bot: RunningBot;
  /** A new admin of the team on this platform. */
  admin(platform: Platform): Chat;
  /** Another one on the same database and world; the one before must have stopped. */
  restart(): Promise<void>;
};

/** The whole bot between stand-ins, in this process: for what is asked of both platforms over the wire. */
export async function startBotInProcess(): Promise<BotInProcess> {
  const databaseFile = join(makeFolder(), "bot.db");
  const world = await createSandboxWorld(`file:${databaseFile}`);
  const lines: string[] = [];
  const start = async () => {
    const reading = readConfig(world.env);
    if (!reading.ok) throw new Error(reading.message);
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    const before = lines.length;
    const bot = await startBot({
      config: reading.config,
      log,
      onFatal: (sentence) => void lines.push(sentence),
    });
    // Platforms connect by themselves; this is said when each has had its first try.
    const isReady = () => lines.slice(before).some((line) => line.includes('"msg":"ready"'));
    await untilTrue(isReady, { what: "the bot to be ready" });
    return bot;
  };
  const started = {
    world,
    databaseFile,
    lines,
    bot: await start(),
    admin: (platform: Platform) =>
      platform === "Discord"
        ? createDiscordChat(world.discord, { isAdmin: true })
        : createSlackChat(world.slack, { isAdmin: true }),
    async restart() {
      started.bot = await start();
    },
  };
  onTestFinished(async () => {
    await started.bot.stop(1000);
    await world.close();
  });
  return started;
}
