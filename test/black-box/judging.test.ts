import { expect, test } from "vitest";
import { judge } from "../support/judging/judge.ts";
import type { Way } from "../support/judging/processes.ts";

/** By hand: JUDGE_CREATES=500, and with JUDGE_SEED the same moments as in an earlier run. */
const seed = Number(process.env.JUDGE_SEED ?? Date.now() % 1_000_000);
const creates = Number(process.env.JUDGE_CREATES ?? 16);
const troubles = Number(process.env.JUDGE_TROUBLES ?? Math.max(4, Math.round(creates / 30)));
const ways: Way[] = process.env.JUDGE_WAYS ? (process.env.JUDGE_WAYS.split(",") as Way[]) : ["http"];
const sizes = (process.env.JUDGE_PROCESSES ?? "2").split(",").map(Number);

test.each(
  ways.flatMap((way) => sizes.map((processes) => ({ way, processes }))),
)(`${creates} personas over $way on $processes processes that are killed, replaced and lose their database, seed ${seed}: each once, and told once`, {
  // A failure is shown with its seed, which plays the same moments again.
  retry: process.env.JUDGE_CREATES ? 0 : 1,
  timeout: 300_000 + troubles * 90_000 + creates * 2000,
}, async ({ way, processes }) => {
  const say = (line: string) => void process.stderr.write(`${line}\n`);

  const { counts, ...broken } = await judge({
    seed,
    way,
    processes,
    creates,
    troubles,
    say,
    log: process.env.JUDGE_LOG,
  });

  say(JSON.stringify(counts));
  expect(broken).toEqual({
    lost: [],
    doubledInTavus: [],
    doubledInRows: [],
    silent: [],
    toldAgain: [],
    toldTwice: [],
    stuck: [],
    endedByThemselves: [],
    fatal: [],
    refusedByPlatforms: [],
  });
});
