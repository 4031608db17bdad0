import { expect, test } from "vitest";
import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import { platforms } from "../support/black-box/black-box-chat.ts";
import { type BotInProcess, startBotInProcess } from "../support/bot-in-process.ts";
import { type Engine, makeEmptyDatabase } from "../support/databases.ts";
import { acts } from "../support/faults/acts.ts";
import { createFailingDatabase, type FailingDatabase } from "../support/faults/failing-database.ts";
import { runOnce } from "../support/faults/one-run.ts";

/** Each seed is one run: an act of a person on one platform and engine, and what fails meanwhile. */
const firstSeed = Number(process.env.FAULT_SEED ?? 1);
const runs = Number(process.env.FAULT_RUNS ?? 38);
/** A run waits most of its time, so several bots share one process. */
const botsAtOnce = Number(process.env.FAULT_BOTS ?? 8);
/** What one bot has done does not pile up. */
const runsOfOneBot = 25;

const engines: readonly Engine[] = ["sqlite", "postgres"];
const names = Object.keys(acts);
const again = new Set<number>();

/** Neighbouring seeds are of different kinds, and as many as there are kinds are of all. */
function kindOf(seed: number) {
  const act = names[seed % names.length] ?? "create";
  const platform = platforms[Math.floor(seed / names.length) % 2] ?? "Discord";
  const engine = engines[Math.floor(seed / names.length / 2) % 2] ?? "sqlite";
  return { act, platform, engine };
}

test(
  `whatever fails on the way, each effect happens at most once and is told once, as what it is (${runs} runs from ${firstSeed})`,
  async () => {
    const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);
    const failed: string[] = [];
    const byEngine = Map.groupBy(seeds, (seed) => kindOf(seed).engine);
    const bots = [...byEngine].flatMap(([engine, queue]) =>
      Array.from({ length: Math.ceil(botsAtOnce / byEngine.size) }, async () => {
        while (queue.length > 0) await runSome(engine, queue, failed);
      }),
    );
    await Promise.all(bots);
    expect(failed.length, failed.join("\n\n")).toBe(0);
  },
  60_000 + runs * 30_000,
);

async function runSome(engine: Engine, queue: number[], failed: string[]): Promise<void> {
  const location = await makeEmptyDatabase(engine);
  const database = createFailingDatabase();
  const bot = await startBotInProcess({ location, connect: database.connect }).catch(() => undefined);
  // On a machine that is too busy to begin there is nothing to be learned; the next one takes the seeds.
  if (!bot) return;
  const own = await connectDatabase(location);
  try {
    await runUntilOneFails({ engine, queue, failed, bot, rows: own.kysely, database });
  } finally {
    database.clear();
    await bot.close();
    await own.close();
  }
}

type Runs = {
  engine: Engine;
  queue: number[];
  failed: string[];
  bot: BotInProcess;
  rows: Database["kysely"];
  database: FailingDatabase;
};

async function runUntilOneFails({ engine, queue, failed, bot, rows, database }: Runs): Promise<void> {
  for (let run = 0; run < runsOfOneBot; run += 1) {
    const seed = queue.shift();
    if (seed === undefined) return;
    const { act, platform } = kindOf(seed);
    const stage = { bot, chat: bot.admin(platform), name: `Ada ${seed}`, rows, act, database };
    const verdict = await runOnce(stage, seed).catch((error: unknown) => ({
      steps: "nothing yet",
      wrongs: [`it could not begin: ${String(error)}`],
      told: [],
    }));
    if (verdict.steps === "nothing yet" && !again.has(seed)) {
      // Nothing has failed by then but the machine, which was too busy.
      again.add(seed);
      queue.push(seed);
      return;
    }
    if (verdict.wrongs.length === 0 && !acts[act]?.endsTeam) continue;
    if (verdict.wrongs.length === 0) return;
    const { steps, wrongs, told } = verdict;
    const report = `FAULT_SEED=${seed} FAULT_RUNS=1 npm run faults: ${act} on ${platform}, ${engine}: ${wrongs.join("; ")}\n  while ${steps}\n  ${told.join("\n  --\n  ")}`;
    process.stderr.write(`${report}\n`);
    failed.push(report);
    // What is half done stays out of the next runs.
    return;
  }
}
