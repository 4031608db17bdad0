import { setTimeout as pause } from "node:timers/promises";
import { type Config, listSecrets, readConfig } from "../config.ts";
import { OutsideError } from "../errors.ts";
import { createLog, type Log } from "../log.ts";
import { printable } from "../printable.ts";
import { check } from "./check.ts";
import { printSlackManifest } from "./slack-manifest.ts";
import { type RunningBot, startBot } from "./start.ts";
import { isFromOutside } from "./whose-fault.ts";

/** How long work in flight may take once we were asked to stop; what is left is taken up when its lease ends. */
const usualStopSeconds = 4;

/** What `npm start` does, and `--check`, `--doctor`, `--slack-manifest` and the errands beside it. */
export async function run(args: string[]): Promise<void> {
  if (args.includes("--check")) return endWith(await check());
  if (args.includes("--doctor")) return runDoctor();
  if (args.includes("--slack-manifest")) return printSlackManifest();
  const errand = errands.get(args[0] ?? "");
  if (errand) return endWith(await errand(args.slice(1)));
  const reading = readConfig();
  if (!reading.ok) return endWith({ exitCode: 1, message: reading.message });
  const log = createLog({ level: reading.config.logLevel, secrets: listSecrets(reading.config) });
  for (const note of reading.notes) log.warn(note);
  await runUntilStopped(reading.config, log);
}

/** Loaded for itself alone: a start need not wait for what only the doctor uses. */
async function runDoctor(): Promise<void> {
  const doctor = await import("../doctor/doctor.ts");
  return doctor.runDoctor();
}

type Ending = { exitCode: number; message: string };

/** What is done beside the bot, each loaded for itself alone. */
const errands: ReadonlyMap<string, (args: string[]) => Promise<Ending>> = new Map([
  ["--backup", async (args: string[]) => (await import("../backup/back-up.ts")).backUp(args)],
  ["--migrate", async () => (await import("../upkeep/migrate.ts")).migrate()],
  ["--move", async (args) => (await import("../upkeep/move.ts")).move(args)],
  ["--restore", async (args) => (await import("../backup/restore.ts")).restore(args)],
  ["--rotate-keys", async (args) => (await import("../upkeep/rotate-keys.ts")).rotateKeys(args)],
  ["--verify-tavus", async (args) => (await import("../verify/verify.ts")).runVerify(args)],
]);

async function runUntilStopped(config: Config, log: Log): Promise<void> {
  let bot: RunningBot | undefined;
  watchUncaught(log);
  const onFatal = (sentence: string) => {
    log.fatal(sentence);
    endWith({ exitCode: 1, message: sentence });
  };
  onceAsked(async (signal) => {
    log.info({ signal }, "stopping");
    if (bot) await drain(bot, config.drainSeconds);
    await bot?.stop((config.stopSeconds ?? usualStopSeconds) * 1000);
    log.info("stopped");
    process.exit(0);
  });
  try {
    bot = await startBot({ config, log, onFatal });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.fatal({ err: error }, error.message);
    endWith({ exitCode: 1, message: error.message });
  }
}

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

/** The first SIGTERM or SIGINT stops in order; a second one at once. */
function onceAsked(stop: (signal: string) => Promise<void>): void {
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void stop(signal);
    });
  }
}

function endWith({ exitCode, message }: Ending): void {
  const stream = exitCode === 0 ? process.stdout : process.stderr;
  // Waits for the text to be out: a pipe may be slower than the exit.
  stream.write(`${printable(message)}\n`, () => process.exit(exitCode));
}
