import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test as base, beforeAll, expect } from "vitest";
import { type BotProcess, startBotProcess } from "../../../sandbox/stand-ins/bot-process.ts";
import {
  createSandboxWorld,
  type SandboxWorld,
  type SandboxWorldOptions,
} from "../../../sandbox/stand-ins/world.ts";
import { type Row, readRows, readTable, type TableRow } from "./black-box-rows.ts";
import { watchSecrets } from "./black-box-secrets.ts";
import { compiledCode } from "./compiled-code.ts";

/** What differs from the sandbox's environment; undefined takes a variable away. */
export type Environment = Record<string, string | undefined>;

/** The bot as a process of its own between stand-ins, with nothing but environment variables. */
export type Run = {
  readonly world: SandboxWorld;
  /** Every line that any process of this run has written. */
  readonly lines: readonly string[];
  readonly bot: BotProcess;
  /** Starts a process on the same database, whether or not it will get ready. */
  launch(changes?: Environment): BotProcess;
  /** The same, and waits until it is ready. */
  start(changes?: Environment): Promise<void>;
  rows(): Row[];
  /** Every column of every row of a table, to be compared. */
  table(name: string): TableRow[];
  readonly databaseFile: string;
  /** What a test provokes on purpose is not held against the bot. */
  expectProblem(pattern: RegExp): void;
  /** Ends everything. Throws where the bot broke a platform's rules or let a secret into its log. */
  end(): Promise<void>;
};

/** Stand-ins with no bot yet. */
export async function createRun(options: SandboxWorldOptions = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "personaforge-black-box-"));
  const file = join(folder, "bot.db");
  const world = await createSandboxWorld(`file:${file}`, options);
  const secrets = watchSecrets(world);
  const lines: string[] = [];
  const expected: RegExp[] = [];
  const bots: BotProcess[] = [];

  function launch(changes: Environment = {}): BotProcess {
    const bot = startBotProcess({ env: withChanges(world.env, changes), onLine: (line) => lines.push(line) });
    bots.push(bot);
    return bot;
  }

  function current(): BotProcess {
    const bot = bots.at(-1);
    if (!bot) throw new Error("No bot was started in this run.");
    return bot;
  }

  return {
    world,
    lines,
    get bot() {
      return current();
    },
    launch,
    async start(changes) {
      await launch(changes).ready(40_000);
    },
    rows: () => readRows(file),
    table: (name) => readTable(file, name),
    databaseFile: file,
    expectProblem: (pattern) => void expected.push(pattern),
    async end() {
      await Promise.all(bots.map((bot) => (isRunning(bot) ? bot.stop() : undefined)));
      await world.close();
      await rm(folder, { recursive: true, force: true });
      expect(problemsOf(world, expected)).toEqual([]);
      expect(secrets.leakedInto(lines)).toEqual([]);
    },
  };
}

/** One run for all tests of a file, for what leaves no traces in others. */
export function sharedRun(
  prepare: (run: Run) => Environment = () => ({}),
  options?: SandboxWorldOptions,
): () => Run {
  let shared: Run | undefined;
  beforeAll(async () => {
    shared = await createRun(options);
    await shared.start(prepare(shared));
  });
  afterAll(() => shared?.end());
  return () => {
    if (!shared) throw new Error("The shared run has not begun.");
    return shared;
  };
}

/** A test that may start runs; they end with it. */
export const test = base.extend<{
  startRun: (changes?: Environment, options?: SandboxWorldOptions) => Promise<Run>;
  makeRun: (options?: SandboxWorldOptions) => Promise<Run>;
}>({
  async makeRun({ task: _task }, use) {
    const runs: Run[] = [];
    await use(async (options) => {
      const run = await createRun(options);
      runs.push(run);
      return run;
    });
    await Promise.all(runs.map((run) => run.end()));
  },
  async startRun({ makeRun }, use) {
    await use(async (changes, options) => {
      const run = await makeRun(options);
      await run.start(changes);
      return run;
    });
  },
});

/** Where the bot listens, which it says when it does. */
export function portOf(run: Run): number {
  const line = run.lines.findLast((candidate) => candidate.includes('"msg":"listening"'));
  return Number(/"port":(\d+)/.exec(line ?? "")?.[1]);
}

function withChanges(env: Record<string, string>, changes: Environment): Record<string, string> {
  const changed = Object.entries({ ...compiledCode, ...env, ...changes });
  return Object.fromEntries(changed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function isRunning({ child }: BotProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function problemsOf({ discord, slack }: SandboxWorld, expected: readonly RegExp[]): string[] {
  return [...discord.problems, ...slack.problems]
    .map((problem) => `${problem.where}: ${problem.message}${"code" in problem ? ` (${problem.code})` : ""}`)
    .filter((text) => !expected.some((pattern) => pattern.test(text)));
}
