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
import { type AnyBot, startBotInside } from "./bot-inside.ts";
import { compiledCode } from "./compiled-code.ts";

/** What differs from the sandbox's environment; undefined takes a variable away. */
/**
 * What the platforms hold against a bot that was killed: answers that never came or came late, and one that is changed by
 * whoever comes after it though it was never given.
 */
export const problemsOfKill =
  /No answer within|timeout|dispatch_failed|socket|expired_trigger_id|used_url|\((10062|40060|10015)\)/;

export type Environment = Record<string, string | undefined>;

/** The bot between stand-ins, with nothing but environment variables. */
export type Run<Bot extends AnyBot = AnyBot> = {
  readonly world: SandboxWorld;
  /** Every line that any bot of this run has written. */
  readonly lines: readonly string[];
  readonly bot: Bot;
  /** Starts a bot on the same database, whether or not it will get ready. */
  launch(changes?: Environment): Bot;
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

/** A run whose bots are processes of their own. */
export type ProcessRun = Run<BotProcess>;

type Launch<Bot> = (options: { env: Record<string, string>; onLine(line: string): void }) => Bot;

/** Stand-ins with no bot yet. */
async function createRun<Bot extends AnyBot>(
  launchBot: Launch<Bot>,
  options: SandboxWorldOptions = {},
): Promise<Run<Bot>> {
  const folder = await mkdtemp(join(tmpdir(), "personaforge-black-box-"));
  const file = join(folder, "bot.db");
  const world = await createSandboxWorld(`file:${file}`, options);
  const secrets = watchSecrets(world);
  const lines: string[] = [];
  const expected: RegExp[] = [];
  const bots: Bot[] = [];

  function launch(changes: Environment = {}): Bot {
    const bot = launchBot({ env: withChanges(world.env, changes), onLine: (line) => lines.push(line) });
    bots.push(bot);
    return bot;
  }

  function current(): Bot {
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
      await Promise.all(bots.map((bot) => bot.stop()));
      await world.close();
      await rm(folder, { recursive: true, force: true });
      expect(problemsOf(world, expected)).toEqual([]);
      expect(secrets.leakedInto(lines)).toEqual([]);
    },
  };
}

function shareWith<Bot extends AnyBot>(launchBot: Launch<Bot>) {
  return (prepare: (run: Run) => Environment = () => ({}), options?: SandboxWorldOptions) => {
    let shared: Run<Bot> | undefined;
    beforeAll(async () => {
      shared = await createRun(launchBot, options);
      await shared.start(prepare(shared));
    });
    afterAll(() => shared?.end());
    return () => {
      if (!shared) throw new Error("The shared run has not begun.");
      return shared;
    };
  };
}

/** One run for all tests of a file, for what leaves no traces in others. */
export const sharedRun = shareWith(startBotProcess);
/** The same with `insideTest`'s bot. */
export const sharedInside = shareWith(startBotInside);

function testWith<Bot extends AnyBot>(launchBot: Launch<Bot>) {
  return base.extend<{
    startRun: (changes?: Environment, options?: SandboxWorldOptions) => Promise<Run<Bot>>;
    makeRun: (options?: SandboxWorldOptions) => Promise<Run<Bot>>;
  }>({
    async makeRun({ task: _task }, use) {
      const runs: Run<Bot>[] = [];
      await use(async (options) => {
        const run = await createRun(launchBot, options);
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
}

/** A test that may start runs; they end with it. */
export const test = testWith(startBotProcess);

/**
 * The same with the whole bot inside the tests' process, which starts in a twentieth of the time: for what neither kills it
 * nor asks what only a process has.
 */
export const insideTest = testWith(startBotInside);

/** Where the bot listens, which it says when it does. */
export function portOf(run: Run): number {
  const line = run.lines.findLast((candidate) => candidate.includes('"msg":"listening"'));
  return Number(/"port":(\d+)/.exec(line ?? "")?.[1]);
}

function withChanges(env: Record<string, string>, changes: Environment): Record<string, string> {
  const changed = Object.entries({ ...compiledCode, ...env, ...changes });
  return Object.fromEntries(changed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function problemsOf({ discord, slack }: SandboxWorld, expected: readonly RegExp[]): string[] {
  return [...discord.problems, ...slack.problems]
    .map((problem) => `${problem.where}: ${problem.message}${"code" in problem ? ` (${problem.code})` : ""}`)
    .filter((text) => !expected.some((pattern) => pattern.test(text)));
}
