import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endWithUs } from "../sandbox/stand-ins/process-end.ts";
import { readAsked } from "./asked.ts";
import type { Order } from "./orders.ts";

const startPatienceMs = 20_000;
const stopPatienceMs = 3000;
const answerPatienceMs = 10_000;
const orderPatienceMs = 60_000;
const readyText = '"msg":"ready"';
const charactersKept = 2000;

/** V8 throws away the code of a start minutes later: megabytes less, in which what is kept by interactions would drown. */
const probeFlags = ["--expose-gc", "--no-flush-bytecode", "--import", fromHere("probe.ts")];

const bot = "src/main.ts";

const asNpmStarts = { flags: ["--import", fromHere("../src/main/prepare/prepare.mjs")], cache: {} };

/** V8 takes compiled code only under the very flags it was made with, and the bot sets some: one folder would serve neither. */
const apart = {
  flags: [],
  cache: { NODE_COMPILE_CACHE: fileURLToPath(fromHere("../node_modules/.compiled-bench")) },
};

function fromHere(path: string): string {
  return new URL(path, import.meta.url).href;
}

export type ProgramOptions = {
  /** A file below the project's folder, such as `src/main.ts`. */
  entry: string;
  env: Record<string, string>;
  /** Preload what answers `cpuMs`, `heapKb`, `dataKb`, `handles` and `listeners`. Left out where the start itself is measured. */
  hasProbe: boolean;
};

type StartOptions = ProgramOptions & {
  /** Ends the program at once, ready or not. */
  signal: AbortSignal;
};

/** A measured process: the bot, or the bare program it is compared with. */
export type Program = {
  /** The time from spawn to the line that says ready. */
  startMs: number;
  /** All the processor time it has used so far, user and system, of all its threads. */
  cpuMs(): Promise<number>;
  /** JavaScript heap after garbage was collected. */
  heapKb(): Promise<number>;
  /** The heap without what V8 has compiled. */
  dataKb(): Promise<number>;
  /** What keeps its event loop alive: sockets, timers, files. */
  handles(): Promise<number>;
  /** Listeners on the process itself. */
  listeners(): Promise<number>;
  /** Memory resident now (Linux only, NaN elsewhere). */
  residentMb(): Promise<number>;
  /** The most that was resident since `forgetPeak` (Linux only). */
  peakMb(): Promise<number>;
  forgetPeak(): Promise<void>;
  /** Has a program that answers orders carry one out; returns its ms. */
  order(order: Order): Promise<number>;
  stop(): Promise<void>;
};

/** Starts a program and waits until it says that it is ready. Rejects with its last words when it does not. */
export async function startProgram({ entry, env, hasProbe, signal }: StartOptions): Promise<Program> {
  const startedMs = performance.now();
  const { flags: own, cache } = entry === bot ? asNpmStarts : apart;
  const flags = [...own, ...(hasProbe ? probeFlags : []), ...profileFlags(entry)];
  const file = fileURLToPath(new URL(`../${entry}`, import.meta.url));
  const child = spawn(process.execPath, [...flags, file], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...cache, ...env },
    stdio: ["ignore", "pipe", "pipe", ...(hasProbe ? (["ipc"] as const) : [])],
    signal,
    killSignal: "SIGKILL",
  });
  endWithUs(child);
  try {
    await untilReady(child, entry);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return {
    startMs: performance.now() - startedMs,
    cpuMs: async () => (await ask(child, "cpu")) / 1000,
    heapKb: async () => (await ask(child, "heap")) / 1024,
    dataKb: async () => (await ask(child, "data")) / 1024,
    handles: () => ask(child, "handles"),
    listeners: () => ask(child, "listeners"),
    residentMb: () => memoryMb(child.pid, "VmRSS"),
    peakMb: () => memoryMb(child.pid, "VmHWM"),
    forgetPeak: () => writeFile(`/proc/${child.pid}/clear_refs`, "5"),
    order: (order) => ask(child, order, orderPatienceMs),
    stop: () => stop(child),
  };
}

/** `--profile DIR`: where each of our programs leaves a processor profile when it ends. Node takes this on the command line alone. */
function profileFlags(entry: string): string[] {
  const { profile: folder } = readAsked();
  return folder && !entry.startsWith("bench/bare/") ? ["--cpu-prof", `--cpu-prof-dir=${folder}`] : [];
}

async function untilReady(child: ChildProcess, entry: string): Promise<void> {
  let said = "";
  const ready = Promise.withResolvers<void>();
  const note = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-charactersKept);
    if (said.includes(readyText)) ready.resolve();
  };
  child.stdout?.on("data", note);
  child.stderr?.on("data", note);
  child.once("error", ready.reject);
  child.once("exit", () => ready.reject(new Error(`${entry} ended before it was ready: ${said}`)));
  const timer = setTimeout(
    () => ready.reject(new Error(`${entry} was not ready in time: ${said}`)),
    startPatienceMs,
  );
  await ready.promise.finally(() => clearTimeout(timer));
  // From here on its lines are read and dropped, which costs the driver next to nothing.
  child.stdout?.off("data", note).resume();
  child.stderr?.off("data", note).resume();
}

async function ask(
  child: ChildProcess,
  question: "cpu" | "heap" | "data" | "handles" | "listeners" | Order,
  patienceMs = answerPatienceMs,
): Promise<number> {
  const answer = once(child, "message", { signal: AbortSignal.timeout(patienceMs) });
  child.send(question);
  const [value] = await answer;
  return Number(value);
}

/** https://docs.kernel.org/filesystems/proc.html */
async function memoryMb(pid: number | undefined, figure: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const line = status.split("\n").find((text) => text.startsWith(figure)) ?? "";
  return Number(/\d+/.exec(line)?.[0] ?? Number.NaN) / 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const isOver = await Promise.race([exited, sleep(stopPatienceMs, undefined, { ref: false })]);
  if (isOver === undefined) child.kill("SIGKILL");
  await exited;
}
