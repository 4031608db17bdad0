import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endWithUs } from "./process-end.ts";

const entry = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
/** As `npm start` does. */
const flags = ["--import", new URL("../../src/main/prepare/prepare.mjs", import.meta.url).href];
const linesKept = 200;

export type BotProcessOptions = {
  /** The whole environment of the bot, but for what a process needs to run at all. */
  env: Record<string, string>;
  /** Default: this process's folder. */
  cwd?: string;
  onLine?: (line: string) => void;
};

export type BotProcess = {
  readonly child: ChildProcess;
  /** The last lines it wrote, to either stream. */
  readonly lines: readonly string[];
  /** Resolves once the bot says that it is ready; rejects with its last lines when it ends before. */
  ready(timeoutMs?: number): Promise<void>;
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** Asks it to end, and makes it end when it has not after `patienceMs`. */
  stop(patienceMs?: number): Promise<number | null>;
  /** Ends it at once, as a power failure would. */
  kill(): Promise<void>;
};

/** Starts the unchanged bot as a process of its own, which does not outlive this one. */
export function startBotProcess({ env, cwd, onLine }: BotProcessOptions): BotProcess {
  const child = spawn(process.execPath, [...flags, entry], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
    ...(cwd ? { cwd } : {}),
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithUs(child);
  const lines: string[] = [];
  const waiting = Promise.withResolvers<void>();
  const note = (line: string) => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
    if (isReadyLine(line)) waiting.resolve();
    onLine?.(line);
  };
  createInterface({ input: child.stdout }).on("line", note);
  createInterface({ input: child.stderr }).on("line", note);
  const exited = once(child, "exit").then(([code]): number | null => code);
  void exited.then((code) => {
    waiting.reject(new Error(`The bot ended with code ${code} before it was ready:\n${lines.join("\n")}`));
  });
  waiting.promise.catch(() => undefined);

  return {
    child,
    lines,
    exited,
    ready: (timeoutMs = 20_000) => withDeadline(waiting.promise, timeoutMs, lines),
    async stop(patienceMs = 8000) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      return exited.finally(() => clearTimeout(timer));
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function isReadyLine(line: string): boolean {
  return line.includes('"msg":"ready"');
}

async function withDeadline(work: Promise<void>, ms: number, lines: readonly string[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The bot was not ready in time:\n${lines.join("\n")}`)), ms);
  });
  await Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
}
