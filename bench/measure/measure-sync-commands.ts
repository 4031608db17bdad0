import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { type BotWithAccount, startBotWithAccount } from "../bot-with-account.ts";
import { startDiscordDriver } from "../discord-driver.ts";
import type { FormDriver } from "../form-driver.ts";
import { interleave } from "../load.ts";
import { compare, percentile } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const personas = 10_000;
const rounds = 20;
const width = 4;
const targets = { p99: 1.5, longestMs: 250 };
const pauseMs = 3;

type Subject = { driver: FormDriver; sync(): Promise<unknown> };

/** (k) Commands given one after another while a first sync of 10,000 runs, until the form is open. */
export async function measureSyncCommands(workshop: Workshop): Promise<Row[]> {
  const subjects = await startSubjects(workshop);
  await interleave(2, subjects, answersDuringSync);
  const { ours, bare } = await interleave(rounds, subjects, answersDuringSync);
  const p99 = (round: readonly number[]) => percentile(round, 0.99);
  const what = "(k) command during a sync: p99";
  return [
    { what, unit: "ms", target: targets.p99, ...compare(ours.map(p99), bare.map(p99)) },
    {
      what: "(k) command during a sync: the longest",
      unit: "ms",
      target: targets.longestMs,
      ours: Math.max(...ours.flat()),
    },
  ];
}

async function answersDuringSync({ driver, sync }: Subject): Promise<number[]> {
  const times: number[] = [];
  const run = { isOver: false };
  const ended = sync().finally(() => {
    run.isOver = true;
  });
  while (!run.isOver) {
    times.push((await driver.openForm(0)).ms);
    await sleep(pauseMs);
  }
  await ended;
  return times;
}

async function startSubjects(workshop: Workshop): Promise<{ ours: Subject; bare: Subject }> {
  const bot = await startBotWithAccount(workshop, "ours");
  bot.account.set({ personas, delayMs: 0 });
  return { ours: { driver: bot.discord, sync: () => syncAnew(bot) }, bare: await startBare(workshop, bot) };
}

/** A first sync again: what the last one brought is taken away from outside. */
async function syncAnew({ database, sync }: BotWithAccount): Promise<void> {
  const file = new SqliteFile(database);
  file.exec("delete from links; delete from personas");
  file.close();
  await sync();
}

async function startBare(workshop: Workshop, bot: BotWithAccount): Promise<Subject> {
  const driver = await workshop.keep(startDiscordDriver(1));
  const env = {
    ...driver.env,
    BENCH_SAMPLE: await takeSample(workshop, bot),
    BENCH_DATABASE: await workshop.makeDatabase("bare.db"),
  };
  const entry = "bench/bare/sync-while-answering.ts";
  const program = await workshop.start({ entry, env, hasProbe: true });
  let files = 0;
  return {
    driver,
    async sync() {
      files += 1;
      const file = await workshop.makeDatabase(`loop-${files}.db`);
      await program.order({ url: bot.account.url, file, width });
    },
  };
}

/** The modal that our bot shows and the draft it keeps, for the bare program to do the same. */
async function takeSample(workshop: Workshop, { discord, database }: BotWithAccount): Promise<string> {
  const modal = discord.readModal(await discord.openForm(0));
  const file = new SqliteFile(database, { readonly: true });
  const draft = file.prepare("select * from drafts").get();
  file.close();
  const path = workshop.path("sample.json");
  await writeFile(path, JSON.stringify({ modal, draft }));
  return path;
}
