import { expect, test } from "vitest";
import { reportOf } from "../../support/walks/report.ts";
import { wireWalk } from "../../support/walks/wire/wire-play.ts";

/** Each seed is one walk: through Discord to SQLite, and through Slack to PostgreSQL. */
const firstSeed = Number(process.env.WALK_SEED ?? 1);
const walks = Number(process.env.WALKS ?? 1);
const steps = Number(process.env.WALK_STEPS ?? 20);

test.for(
  Array.from({ length: walks }, (_, index) => firstSeed + index),
)("walk %s reads the same on both platforms, whichever database is below", {
  timeout: 60_000 + steps * 5000,
}, async (seed) => {
  const walked = await wireWalk(seed, steps, [
    ["Discord", "sqlite"],
    ["Slack", "postgres"],
  ]);

  expect(walked.wrong, reportOf(walked)).toBeUndefined();
});
