import type { Walked } from "./play.ts";

/** Of the steps before. */
const lastSteps = 8;
const stepLength = 260;

/** What led to it; with WALK_REACHED set, what walks have tried is printed too. */
export function reportOf({ steps, wrong, reached }: Walked): string {
  if (process.env.WALK_REACHED) {
    const counts = [...reached].sort().map(([what, count]) => `${what} ${count}`);
    process.stderr.write(
      `${steps.length} steps ${wrong === undefined ? "agree" : "part"}: ${counts.join("; ")}\n`,
    );
  }
  const numbered = steps.map((what, index) => `${index}: ${what}`.slice(0, stepLength));
  return [...numbered.slice(-lastSteps), wrong].join("\n");
}
