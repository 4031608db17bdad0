import type { BotProcess } from "../../../sandbox/stand-ins/bot-process.ts";
import { listSecrets, readConfig } from "../../../src/config.ts";
import { createLog } from "../../../src/log.ts";
import { type RunningBot, startBot } from "../../../src/main/start.ts";
import { untilTrue } from "../until-true.ts";

/** What both kinds of bot can do: a process of its own, and one inside the tests' process. */
export type AnyBot = Pick<BotProcess, "ready" | "stop"> & Partial<Pick<BotProcess, "kill">>;

/** How long work in flight may take once it is to stop. */
const stopPatienceMs = 4000;

/** Starts the whole bot in this process, with these environment variables and no others. */
export function startBotInside(options: { env: Record<string, string>; onLine(line: string): void }): AnyBot {
  let isReady = false;
  const write = (text: string) => {
    for (const line of text.split("\n")) if (line !== "") options.onLine(line);
    // Platforms connect by themselves; this is said when each has had its first try.
    if (text.includes('"msg":"ready"')) isReady = true;
  };
  const starting = start(options.env, write);
  // Whoever waits for it to be ready hears of it.
  starting.catch(() => undefined);
  let stopping: Promise<null> | undefined;

  return {
    async ready(timeoutMs = 20_000) {
      await starting;
      await untilTrue(() => isReady, { what: "the bot to be ready", patienceMs: timeoutMs });
    },
    stop() {
      stopping ??= starting
        .then(
          (bot) => bot.stop(stopPatienceMs),
          () => undefined,
        )
        .then(() => null);
      return stopping;
    },
  };
}

async function start(env: Record<string, string>, write: (text: string) => void): Promise<RunningBot> {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.message);
  const { config } = reading;
  const log = createLog({ level: config.logLevel, secrets: listSecrets(config), destination: { write } });
  return startBot({ config, log, onFatal: (sentence) => log.fatal(sentence) });
}
