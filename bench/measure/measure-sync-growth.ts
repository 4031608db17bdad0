import { setTimeout as sleep } from "node:timers/promises";
import { startBotWithAccount } from "../bot-with-account.ts";
import { median } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const few = 5000;
const many = 50_000;
const rounds = 5;
const targets = { timeRatio: 1.2, memoryMb: 60 };

/** The pause for what a start still has under way, and for the last message of a sync. */
const restMs = 1500;

type Round = { msPerPersona: number; memoryMb: number };

/** (j) A first sync of 50,000 against one of 5,000, in the whole bot: time for each, and the most memory over idle. */
export async function measureSyncGrowth(workshop: Workshop): Promise<Row[]> {
  const small: Round[] = [];
  const large: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    small.push(await syncInNewBot(workshop, few, `few-${round}`));
    large.push(await syncInNewBot(workshop, many, `many-${round}`));
  }
  const ratios = large.map(({ msPerPersona }, round) => msPerPersona / (small[round]?.msPerPersona ?? 0));
  const times = { ours: medianOf(large, "msPerPersona"), bare: medianOf(small, "msPerPersona") };
  const time = { unit: "ms", target: targets.timeRatio, ...times, ratio: median(ratios) } as const;
  const memory = (what: string, list: readonly Round[]): Row => {
    return { what, unit: "MB", target: targets.memoryMb, ours: medianOf(list, "memoryMb") };
  };
  return [
    { what: "(j) time per persona at 50,000, against 5,000", ...time },
    memory("(j) peak memory over idle, 5,000", small),
    memory("(j) peak memory over idle, 50,000", large),
  ];
}

function medianOf(rounds: readonly Round[], figure: keyof Round): number {
  return median(rounds.map((round) => round[figure]));
}

async function syncInNewBot(workshop: Workshop, personas: number, name: string): Promise<Round> {
  const { program, account, sync } = await startBotWithAccount(workshop, name);
  account.set({ personas, delayMs: 0 });
  await sleep(restMs);
  const idleMb = await program.residentMb();
  await program.forgetPeak();
  const ms = await sync();
  await sleep(restMs);
  const peakMb = await program.peakMb();
  await program.stop();
  return { msPerPersona: ms / personas, memoryMb: peakMb - idleMb };
}
