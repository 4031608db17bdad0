import { copyFile, rm } from "node:fs/promises";
import SqliteFile from "better-sqlite3";
import { type AccountDriver, startAccountDriver } from "../account-driver.ts";
import type { Program } from "../program.ts";
import { compare, median } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const personas = 10_000;
const rounds = 20;
const longRounds = 5;
const width = 4;
const slowMs = 50;
const targets = { first: 1.25, second: 0.3, blockedMs: 20, slow: 0.9, oneByOne: 0.35 };
const blockRounds = 5;

type Subjects = {
  account: AccountDriver;
  ours: Program;
  bare: Program;
  /** A new copy of the empty database. */
  fresh(): Promise<string>;
};

/** (h) A first sync of 10,000 and a second one that finds nothing to do, when Tavus answers at once. */
export async function measureSync(workshop: Workshop): Promise<Row[]> {
  const subjects = await startSubjects(workshop);
  subjects.account.set({ personas, delayMs: 0 });
  const times = await takeTurns(subjects, { rounds, widths: [width], hasSecond: true });
  const bare = times.bare.get(width) ?? [];
  return [
    { what: "(h) first sync of 10,000", unit: "ms", target: targets.first, ...compare(times.first, bare) },
    {
      what: "(h) second sync, against the first",
      unit: "ms",
      target: targets.second,
      ...compare(times.second, times.first),
    },
    {
      what: "(h) rows written by the second",
      unit: "rows",
      target: 0,
      ours: await rowsRewritten(subjects),
    },
    {
      what: "(h) first sync: the longest block",
      unit: "ms",
      target: targets.blockedMs,
      ours: await longestBlock(subjects),
    },
  ];
}

/** (i) The same when every page takes 50 ms: against as many in flight, and against one after another. */
export async function measureSlowSync(workshop: Workshop): Promise<Row[]> {
  const subjects = await startSubjects(workshop);
  subjects.account.set({ personas, delayMs: slowMs });
  const times = await takeTurns(subjects, { rounds: longRounds, widths: [width, 1], hasSecond: false });
  const row = (what: string, against: number, target: number): Row => ({
    what: `(i) first sync at 50 ms a page, against ${what}`,
    unit: "ms",
    target,
    ...compare(times.first, times.bare.get(against) ?? []),
  });
  return [row("4 in flight", width, targets.slow), row("1 in flight", 1, targets.oneByOne)];
}

async function startSubjects(workshop: Workshop): Promise<Subjects> {
  const account = await workshop.keep(startAccountDriver());
  const empty = await workshop.makeDatabase("empty.db");
  const start = (entry: string) => workshop.start({ entry, env: {}, hasProbe: true });
  let copies = 0;
  const subjects = {
    account,
    ours: await start("bench/sync-program.ts"),
    bare: await start("bench/bare/sync.ts"),
    async fresh() {
      copies += 1;
      const file = workshop.path(`copy-${copies}.db`);
      await copyFile(empty, file);
      return file;
    },
  };
  account.set({ personas, delayMs: 0 });
  for (const program of [subjects.ours, subjects.bare]) {
    for (let warmUps = 0; warmUps < 2; warmUps += 1) await syncOnce(subjects, program, width);
  }
  return subjects;
}

type Plan = { rounds: number; widths: readonly number[]; hasSecond: boolean };
type Times = { first: number[]; second: number[]; bare: Map<number, number[]> };

/** All of one round one after the other, ours first in every other one. */
async function takeTurns(subjects: Subjects, { rounds: count, widths, hasSecond }: Plan): Promise<Times> {
  const times: Times = { first: [], second: [], bare: new Map(widths.map((each) => [each, []])) };
  async function ours(): Promise<void> {
    const file = await subjects.fresh();
    times.first.push(await subjects.ours.order({ url: subjects.account.url, file }));
    if (hasSecond) times.second.push(await subjects.ours.order({ url: subjects.account.url, file }));
    await removeDatabase(file);
  }
  for (let round = 0; round < count; round += 1) {
    if (round % 2 === 0) await ours();
    for (const [each, list] of times.bare) list.push(await syncOnce(subjects, subjects.bare, each));
    if (round % 2 === 1) await ours();
  }
  return times;
}

async function syncOnce(subjects: Subjects, program: Program, pagesInFlight: number): Promise<number> {
  const file = await subjects.fresh();
  const ms = await program.order({ url: subjects.account.url, file, width: pagesInFlight });
  const database = new SqliteFile(file, { readonly: true });
  const read = database.prepare("select count(*) from personas").pluck().get();
  database.close();
  if (read !== personas) throw new Error(`Brought ${read} of ${personas}`);
  await removeDatabase(file);
  return ms;
}

/** Counted by a trigger, in a round that is not timed. */
async function rowsRewritten(subjects: Subjects): Promise<number> {
  const file = await subjects.fresh();
  const order = { url: subjects.account.url, file };
  await subjects.ours.order(order);
  const database = new SqliteFile(file);
  database.exec(`create table writes (n);
    create trigger wrote_row after update on personas begin insert into writes values (1); end;
    create trigger added_row after insert on personas begin insert into writes values (1); end;
    create trigger wrote_link after update on links begin insert into writes values (1); end;
    create trigger added_link after insert on links begin insert into writes values (1); end;`);
  await subjects.ours.order(order);
  const writes = Number(database.prepare("select count(*) from writes").pluck().get());
  database.close();
  await removeDatabase(file);
  return writes;
}

/** The median of the longest of each round: what else the machine does blocks a loop as well. */
async function longestBlock(subjects: Subjects): Promise<number> {
  const blocks: number[] = [];
  for (let round = 0; round < blockRounds; round += 1) {
    const file = await subjects.fresh();
    blocks.push(await subjects.ours.order({ url: subjects.account.url, file, figure: "blockedMs" }));
    await removeDatabase(file);
  }
  return median(blocks);
}

async function removeDatabase(file: string): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await rm(`${file}${end}`, { force: true });
}
