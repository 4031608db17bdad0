import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 10;
const longestPollMs = 50;

/** Waits until the condition holds; fails with `what` after `patienceMs`. */
export async function untilTrue(
  condition: () => boolean | Promise<boolean>,
  { what = "the condition", patienceMs = 20_000 } = {},
): Promise<void> {
  const begunMs = performance.now();
  while (!(await condition())) {
    const waitedMs = performance.now() - begunMs;
    if (waitedMs > patienceMs) throw new Error(`Waited ${patienceMs} ms in vain for ${what}.`);
    // What has taken long may be seen a little later: each look costs work that the awaited needs.
    await sleep(Math.min(longestPollMs, pollMs + waitedMs / 20));
  }
}
