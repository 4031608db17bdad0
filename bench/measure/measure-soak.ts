import { setTimeout as sleep } from "node:timers/promises";
import { readMinutes } from "../asked.ts";
import { startBotWithAccount } from "../bot-with-account.ts";
import type { Program } from "../program.ts";
import { percentile } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const personas = 10_000;
const perMinute = 1000;
const minuteMs = 60_000;
const sampleEveryMs = 2000;
const targets = { p99: 250, growthMb: 10, heapKb: 1000, handles: 5 };

/** Of ten commands; a form that is opened keeps a draft. */
const commands = ["persona-create", "persona-list", "persona-create", "persona-status", "persona-list"];

type Sample = { minute: number; residentMb: number };

/**
 * (n) A thousand commands a minute for ten minutes, or for so many as `--minutes` says, and a sync of 10,000 at the
 * beginning of each: whether anything grows after the first minute.
 */
export async function measureSoak(workshop: Workshop): Promise<Row[]> {
  const minutes = readMinutes();
  const { program, discord, account, sync } = await startBotWithAccount(workshop, "soak");
  account.set({ personas, delayMs: 0 });
  const samples: Sample[] = [];
  const times: number[] = [];
  let minute = 0;
  const watching = new AbortController();
  const watched = watch(program, watching.signal, (residentMb) => void samples.push({ minute, residentMb }));

  // At rest: for half of each minute the thread stands in which its sync has read.
  const residentIn = (wanted: number) =>
    Math.min(...samples.filter(({ minute: of }) => of === wanted).map(({ residentMb }) => residentMb));

  async function oneMinute(): Promise<void> {
    const endsMs = performance.now() + minuteMs;
    const syncing = sync();
    const asked: Promise<void>[] = [];
    for (let index = 0; index < perMinute; index += 1) {
      const name = commands[index % commands.length] ?? "persona-list";
      asked.push(discord.giveCommand(name, index).then(({ ms }) => void times.push(ms)));
      await sleep(Math.max(0, (endsMs - performance.now()) / (perMinute - index)));
    }
    await Promise.all([...asked, syncing]);
    console.error(`  minute ${minute + 1}: ${Math.round(residentIn(minute))} MB`);
    minute += 1;
  }

  await oneMinute();
  const early = await stateOf(program);
  while (minute < minutes) await oneMinute();
  const late = await stateOf(program);
  watching.abort();
  await watched;
  const what = (of: string) => `(n) ${minutes} minutes: ${of}`;
  return [
    { what: what("p99 of a command"), unit: "ms", target: targets.p99, ours: percentile(times, 0.99) },
    {
      what: what("memory at rest, last minute over second"),
      unit: "MB",
      target: targets.growthMb,
      ours: residentIn(minutes - 1) - residentIn(1),
    },
    {
      what: what("heap without code after it over after the first"),
      unit: "KB",
      target: targets.heapKb,
      ours: late.dataKb - early.dataKb,
    },
    {
      what: what("handles more than after the first"),
      unit: "×",
      target: targets.handles,
      ours: late.handles - early.handles,
    },
    {
      what: what("listeners more than after the first"),
      unit: "×",
      target: 0,
      ours: late.listeners - early.listeners,
    },
  ];
}

async function stateOf(program: Program) {
  return {
    dataKb: await program.dataKb(),
    handles: await program.handles(),
    listeners: await program.listeners(),
  };
}

async function watch(
  program: Program,
  signal: AbortSignal,
  note: (residentMb: number) => void,
): Promise<void> {
  while (!signal.aborted) {
    note(await program.residentMb());
    await sleep(sampleEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
