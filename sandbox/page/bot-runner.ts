import { type BotProcess, startBotProcess } from "../stand-ins/bot-process.ts";
import { ActRefused } from "./acts/act-refused.ts";
import type { BotPicture } from "./protocol.ts";

const linesShown = 20;

export type BotRunner = {
  picture(): BotPicture;
  /** The process that was started last. */
  readonly process: BotProcess | undefined;
  /** Resolves when the bot is ready. Throws ActRefused where it runs already or ends before. */
  start(): Promise<void>;
  /** Resolves when the process has ended; nothing happens where none runs. */
  stop(): Promise<void>;
};

type BotRunnerOptions = {
  env: Record<string, string>;
  onChange: () => void;
  onLine: (line: string) => void;
};

/** Runs the unchanged bot, notices when it crashes, and starts it again when asked. */
export function createBotRunner({ env, onChange, onLine }: BotRunnerOptions): BotRunner {
  let bot: BotProcess | undefined;
  let state: BotPicture["state"] = "stopped";
  const become = (next: BotPicture["state"]) => {
    state = next;
    onChange();
  };
  const isUp = () => state === "starting" || state === "running";

  return {
    get process() {
      return bot;
    },
    picture: () => ({ state, lastLines: state === "crashed" ? (bot?.lines ?? []).slice(-linesShown) : [] }),
    async start() {
      if (isUp()) throw new ActRefused("The bot is running already.");
      const started = startBotProcess({ env, onLine });
      bot = started;
      become("starting");
      // An end that nobody asked for is a crash, whatever code it ends with.
      void started.exited.then(() => isUp() && bot === started && become("crashed"));
      await started.ready().catch(() => refuseStart(started));
      if (state === "starting") become("running");
    },
    async stop() {
      if (!isUp()) return;
      become("stopped");
      await bot?.stop();
    },
  };
}

async function refuseStart(bot: BotProcess): Promise<never> {
  await bot.stop();
  throw new ActRefused(`The bot did not start. It wrote last: ${bot.lines.at(-1) ?? "nothing"}`);
}
