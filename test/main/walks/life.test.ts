import { expect, test } from "vitest";
import { openPostgres, openSqlite } from "../../support/databases.ts";
import { lifeWalk } from "../../support/walks/life/life-play.ts";

/**
 * Each seed is one walk through hours and months. `WALK_LANES=postgres` plays it on that. In ten steps from this seed on four rooms are
 * opened and end, two videos are made, and the bot is stopped; in many others hardly anything happens.
 */
const firstSeed = Number(process.env.WALK_SEED ?? 20);
const walks = Number(process.env.WALKS ?? 1);
const steps = Number(process.env.WALK_STEPS ?? 10);
const open = process.env.WALK_LANES?.includes("postgres") ? openPostgres : openSqlite;

test.for(
  Array.from({ length: walks }, (_, index) => firstSeed + index),
)("walk %s through months breaks no promise, and says no time that is wrong", {
  timeout: 60_000 + steps * 5000,
}, async (seed) => {
  const walked = await lifeWalk(seed, steps, open);

  expect(walked.wrong, walked.steps.join("\n")).toBeUndefined();
});
