import { expect, test } from "vitest";
import type { Engine } from "../../support/databases.ts";
import { type LaneName, walk } from "../../support/walks/play.ts";
import { reportOf } from "../../support/walks/report.ts";

/**
 * Each seed is one walk, of whatever commands and buttons there are. `WALK_LANES="slack sqlite, discord sqlite"` plays it in other
 * worlds.
 */
const firstSeed = Number(process.env.WALK_SEED ?? 1);
const walks = Number(process.env.WALKS ?? 2);
const steps = Number(process.env.WALK_STEPS ?? 30);
const lanes = (process.env.WALK_LANES ?? "slack sqlite, slack postgres").split(", ").map((name): LaneName => {
  const [platform, engine] = name.split(" ");
  return [platform === "discord" ? "discord" : "slack", (engine ?? "sqlite") as Engine];
});

/** Every other walk is that of two teams, with keys of two accounts. */
const teamsOf = (seed: number) => Number(process.env.WALK_TEAMS ?? 1 + ((seed + 1) % 2));

test.for(
  Array.from({ length: walks }, (_, index) => firstSeed + index),
)("walk %s reads the same on each engine, and leaves the same", {
  timeout: 30_000 + steps * 5000,
}, async (seed) => {
  const walked = await walk(seed, steps, { names: lanes, teams: teamsOf(seed) });

  expect(walked.wrong, reportOf(walked)).toBeUndefined();
});
