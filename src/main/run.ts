import { setTimeout as pause } from "node:timers/promises";
import { onceAsked } from "../command-line/asked-to-stop.ts";
import { readArguments } from "../command-line/read-arguments.ts";
import { unreadEnvFile } from "../config/env-file.ts";
import { type Config, fillEnvironment, listSecrets, readConfig, readUsableConfig } from "../config.ts";
import { OutsideError } from "../errors.ts";
import { createLog, type Log } from "../log.ts";
import { printable } from "../printable.ts";
import { botLine, type Ending, errands } from "./errands.ts";
import type { RunningBot } from "./start.ts";
import { isFromOutside } from "./whose-fault.ts";

/** What `npm start` does, or the errand that its first argument names. */
export async function run(args: string[]): Promise<void> {
  const filled = fillEnvironment();
  const unread = unreadEnvFile(() => readUsableConfig().set);
  if (unread?.refusal !== undefined) return endWith({ exitCode: 1, message: unread.refusal });
  const [first = "", ...rest] = args;
  const errand = errands.get(first);
  if (errand) {
    const ending = await errand.run(rest);
    return ending && endWith(ending);
  }
  const asked = readArguments(botLine, args);
  if (!asked.isRead) return endWith(asked);
  const reading = readConfig();
  if (!reading.ok) return endWith({ exitCode: 1, message: reading.message });
  const log = createLog({ level: reading.config.logLevel, secrets: listSecrets(reading.config) });
  const notes = [...reading.notes, filled, unread?.note];
  for (const note of notes) if (note !== undefined) log.warn(note);
  await runUntilStopped(reading.config, log);
}

async function runUntilStopped(config: Config, log: Log): Promise<void> {
  let bot: RunningBot | undefined;
  watchUncaught(log);
  const onFatal = (sentence: string) => {
    log.fatal(sentence);
    endWith({ exitCode: 1, message: sentence });
  };
  // The last one comes where the terminal is closed: whoever started it there is served no less than with Ctrl+C.
  onceAsked(["SIGTERM", "SIGINT", "SIGHUP"], async (signal) => {
    log.info({ signal }, "stopping");
    if (bot) await drain(bot, config.drainSeconds);
    await bot?.stop();
    log.info("stopped");
    process.exit(0);
  });
  try {
    // The whole of it: an errand, and whoever reads what to set, waits for none of that.
    const { startBot } = await import("./start.ts");
    bot = await startBot({ config, log, onFatal });
  } catch (error) {
    // One that nobody has foreseen ends it too, wherever it was thrown: there is no bot that could go on.
    const message = error instanceof OutsideError ? error.message : unforeseen;
    log.fatal({ err: error }, message);
    endWith({ exitCode: 1, message });
  }
}

const unforeseen =
  "The bot could not start, for a mistake of this program or of what is installed with it. The cause is in the log. Run npm ci again; if it stays so, report it.";

/** Whoever sends people here asks now and then whether it may, and everything is done as before until they have heard. */
async function drain(bot: RunningBot, seconds = 0): Promise<void> {
  bot.drain();
  await pause(seconds * 1000);
}

/** After a mistake of ours nobody knows what state the process is in; what a platform sent must not end it. */
function watchUncaught(log: Log): void {
  const judge = (what: string) => (error: unknown) => {
    if (isFromOutside(error)) {
      log.error(
        { err: error },
        `${what} in a platform's library, over what came from outside; the bot goes on`,
      );
      return;
    }
    log.fatal({ err: error }, `${what}; the process ends`);
    process.exit(1);
  };
  process.on("unhandledRejection", judge("an unhandled rejection"));
  process.on("uncaughtException", judge("an uncaught exception"));
  // A reader that has gone.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

function endWith({ exitCode, message }: Ending): void {
  const stream = exitCode === 0 ? process.stdout : process.stderr;
  // Waits for the text to be out: a pipe may be slower than the exit.
  stream.write(`${printable(message)}\n`, () => process.exit(exitCode));
}
