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
const runs = Number(process.env.FAULT_RUNS ?? Object.keys(acts).length);
/** A run waits most of its time, so several bots share one process. */
const botsAtOnce = Number(process.env.FAULT_BOTS ?? 8);
/** What one bot has done does not pile up. */
const runsOfOneBot = 25;

/** Of its log, in a report. */
const mostLines = 30;

const engines: readonly Engine[] = ["sqlite", "postgres"];
/** Those of FAULT_ACTS, separated by commas, or all. */
const wanted = process.env.FAULT_ACTS?.split(",");
const names = Object.keys(acts).filter((name) => wanted?.includes(name) ?? true);
const again = new Set<number>();
/** How often a bot may fail to begin on a machine that is too busy. */
const mostFailedStarts = 5;

/** Neighbouring seeds are of different kinds, and as many as there are kinds are of all. */
function kindOf(seed: number) {
  const act = names[seed % names.length] ?? "create";
  const platform = platforms[Math.floor(seed / names.length) % 2] ?? "Discord";
  const engine = engines[Math.floor(seed / names.length / 2) % 2] ?? "sqlite";
  return { act, platform, engine };
}

test(`whatever fails on the way, each effect happens at most once and is told once, as what it is (${runs} runs from ${firstSeed})`, {
  // Which statement a failing database meets depends on what runs beside it; what was repeated is named at the end.
  timeout: 60_000 + runs * 30_000,
}, async () => {
  const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);
  const failed: string[] = [];
  const ran = new Set<number>();
  const byEngine = Map.groupBy(seeds, (seed) => kindOf(seed).engine);
  const bots = [...byEngine].flatMap(([engine, queue]) =>
    Array.from({ length: Math.ceil(botsAtOnce / byEngine.size) }, async () => {
      let failedStarts = 0;
      while (queue.length > 0 && failedStarts < mostFailedStarts) {
        if (!(await runSome({ engine, queue, failed, ran }))) failedStarts += 1;
      }
    }),
  );
  await Promise.all(bots);
  process.stderr.write(`${ran.size} of ${runs} ran, ${failed.length} went wrong\n`);
  expect(failed.length, failed.join("\n\n")).toBe(0);
  expect(seeds.filter((seed) => !ran.has(seed))).toEqual([]);
});

/** Lets one bot take seeds from the queue. False: it did not begin, and took none. */
async function runSome(seeds: Seeds): Promise<boolean> {
  const location = await makeEmptyDatabase(seeds.engine);
  const database = createFailingDatabase();
  // Before the bot has it: to open it on SQLite waits for what is open in this very process, and that waits for it.
  const own = await connectDatabase(location);
  const bot = await startBotInProcess({ location, connect: database.connect }).catch((error: unknown) => {
    process.stderr.write(`a bot did not begin: ${String(error)}\n`);
  });
  if (!bot) {
    await own.close();
    return false;
  }
  try {
    await runUntilOneFails({ ...seeds, bot, rows: own.kysely, database });
  } finally {
    database.clear();
    await bot.close();
    await own.close();
  }
  return true;
}

/** `ran` are those whose act was carried out, whatever came of it. */
type Seeds = { engine: Engine; queue: number[]; failed: string[]; ran: Set<number> };

type Runs = Seeds & {
  bot: BotInProcess;
  rows: Database["kysely"];
  database: FailingDatabase;
};

async function runUntilOneFails({ engine, queue, failed, ran, bot, rows, database }: Runs): Promise<void> {
  for (let run = 0; run < runsOfOneBot; run += 1) {
    const seed = queue.shift();
    if (seed === undefined) return;
    const { act, platform } = kindOf(seed);
    const linesBefore = bot.lines.length;
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
    if (verdict.steps !== "nothing yet") ran.add(seed);
    if (verdict.wrongs.length === 0 && !acts[act]?.endsTeam) continue;
    if (verdict.wrongs.length === 0) return;
    const { steps, wrongs, told } = verdict;
    const report = `${wanted ? `FAULT_ACTS="${wanted.join(",")}" ` : ""}FAULT_SEED=${seed} FAULT_RUNS=1 npm run faults: ${act} on ${platform}, ${engine}: ${wrongs.join("; ")}\n  while ${steps}\n  ${told.join("\n  --\n  ")}\n  its log: ${bot.lines.slice(linesBefore).slice(-mostLines).join("  ")}`;
    process.stderr.write(`${report}\n`);
    failed.push(report);
    // What is half done stays out of the next runs.
    return;
  }
}
