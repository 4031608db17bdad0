import { type BotProcess, startBotProcess } from "../stand-ins/bot-process.ts";
import { ActRefused } from "./acts/act-refused.ts";
import type { BotPicture } from "./protocol/picture.ts";

const linesShown = 20;

/** The bot, in however many processes. */
export type Bot = {
  picture(): BotPicture;
  /** Those that were started last, whether or not they have ended. */
  readonly processes: readonly BotProcess[];
  /** Resolves when the bot is ready. Throws ActRefused where it runs already or ends before. */
  start(): Promise<void>;
  /** Resolves when the process has ended; nothing happens where none runs. */
  stop(): Promise<void>;
};

/** The bot in one process. */
export type BotRunner = Bot & { lastLines(): string[] };

type BotRunnerOptions = {
  env: Record<string, string>;
  onChange: () => void;
  onLine: (line: string) => void;
  /** How long it may take to be ready, and to end when it is asked to. */
  startPatienceMs?: number;
  stopPatienceMs?: number;
};

/** Runs the unchanged bot, notices when it crashes, and starts it again when asked. */
export function createBotRunner(options: BotRunnerOptions): BotRunner {
  const { env, onChange, onLine, startPatienceMs, stopPatienceMs } = options;
  let bot: BotProcess | undefined;
  let state: BotPicture["state"] = "stopped";
  const become = (next: BotPicture["state"]) => {
    state = next;
    onChange();
  };
  const isUp = () => state === "starting" || state === "running";
  const lastLines = () => (bot?.lines ?? []).slice(-linesShown);

  return {
    get processes() {
      return bot ? [bot] : [];
    },
    lastLines,
    picture: () => ({ state, lastLines: state === "crashed" ? lastLines() : [] }),
    async start() {
      if (isUp()) throw new ActRefused("The bot is running already.");
      if (state === "stopping") throw new ActRefused("The bot is still stopping. Start it when it has.");
      const started = startBotProcess({ env, onLine });
      bot = started;
      become("starting");
      // An end that nobody asked for is a crash, whatever code it ends with.
      void started.exited.then(() => isUp() && bot === started && become("crashed"));
      await started.ready(startPatienceMs).catch(() => refuseStart(started));
      if (state === "starting") become("running");
    },
    async stop() {
      if (!isUp()) return;
      become("stopping");
      await bot?.stop(stopPatienceMs);
      become("stopped");
    },
  };
}

async function refuseStart(bot: BotProcess): Promise<never> {
  await bot.stop();
  throw new ActRefused(`The bot did not start. It wrote last: ${bot.lines.at(-1) ?? "nothing"}`);
}
