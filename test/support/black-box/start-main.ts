import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";
import { makeFolder } from "../databases.ts";
import { compiledCode } from "./compiled-code.ts";

const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));

/** What the process said and how it ended; `exitCode` is null when a signal ended it. */
export type Ended = { exitCode: number | null; output: string; errors: string };

export type MainOptions = { args?: string[]; environment?: Record<string, string>; folder?: string };

/** Starts `node src/main.ts` in an empty folder with this environment and no other. */
export function startMain({ args = [], environment = {}, folder = makeFolder() }: MainOptions) {
  const env = { PATH: process.env.PATH ?? "", ...compiledCode, ...environment };
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { output: "", errors: "" };
  child.stdout.on("data", (chunk) => {
    said.output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.errors += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...said }));
  });
  return {
    ended,
    stop: (signal: NodeJS.Signals) => child.kill(signal),
    /** Waits until its log holds this. */
    async says(text: string): Promise<void> {
      await vi.waitFor(
        () => {
          if (!said.output.includes(text))
            throw new Error(`not said yet: ${text}\n${said.output}${said.errors}`);
        },
        { timeout: 30_000, interval: 50 },
      );
    },
  };
}

/** Runs it to its end. */
export function runMain(
  args: string[],
  environment: Record<string, string> = {},
  folder?: string,
): Promise<Ended> {
  return startMain({ args, environment, ...(folder !== undefined && { folder }) }).ended;
}
